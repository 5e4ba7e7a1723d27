package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellQuoteTest {
    private static final List<String> PIECES = List.of(
            "'",
            "''",
            "\"",
            "\\",
            "$(touch owned)",
            "`touch owned`",
            "${HOME}",
            "$HOME",
            "\n",
            "\r\n",
            "\t",
            " ",
            ";",
            "--",
            "-n",
            "&",
            "|",
            "<",
            ">",
            "*",
            "?",
            "[a]",
            "~",
            "!",
            "#",
            "%s",
            "é",
            "漢",
            "🦀",
            "\u202e",
            "\u0001",
            "\u007f",
            "a",
            "0",
            "=",
            "(",
            ")",
            "{",
            "}",
            "\\n",
            "'\\''");

    @TempDir
    Path temporary;

    @ParameterizedTest
    @CsvSource({"bash, 1", "bash, 2", "dash, 3", "dash, 4"})
    void aShellReadsBackWhatWasQuoted(String shell, long seed) throws Exception {
        var random = new Random(seed);
        var variables = new LinkedHashMap<String, String>();
        variables.put("EMPTY", "");
        PIECES.forEach(piece -> variables.put("P" + variables.size(), piece));
        while (variables.size() < 400) {
            var value = new StringBuilder();
            for (var i = random.nextInt(12); i > 0; i--) {
                value.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            variables.put("V" + variables.size(), value.toString());
        }
        var file = Files.writeString(temporary.resolve("env"), ShellQuote.exports(variables));
        var process = new ProcessBuilder(shell, "-c", ". \"$0\"; exec env -0", file.toString())
                .directory(temporary.toFile())
                .start();
        var read = new LinkedHashMap<String, String>();
        for (var pair : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\0", -1)) {
            var equals = pair.indexOf('=');
            if (equals > 0) {
                read.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        assertThat(process.waitFor()).isZero();
        assertThat(read).containsAllEntriesOf(variables);
        assertThat(temporary.resolve("owned")).doesNotExist();
    }

    @Test
    void namesAreChecked() {
        for (var name : List.of("", "1A", "A-B", "A B", "A=B", "A\nB", "é", "$(x)", "A;B", "-n")) {
            assertThatThrownBy(() -> ShellQuote.exports(Map.of(name, "secret-value")))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret-value");
        }
        assertThat(ShellQuote.exports(Map.of("_a1", "x"))).isEqualTo("export _a1='x'\n");
    }

    @Test
    void aNulIsRefused() {
        assertThatThrownBy(() -> ShellQuote.quote("a\0secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    @Test
    void nothingSecretIsPrinted() {
        var printed = new ArrayList<String>();
        printed.add(NodeFile.text("spec/env", "s3cret").toString());
        printed.add(
                new JobEnvironment.Job("t", List.of(), 1, 0, 1, "u", "", Map.of("A", "s3cret"), Map.of("B", "s3cret"))
                        .toString());
        assertThat(printed).noneMatch(text -> text.contains("s3cret"));
    }
}
