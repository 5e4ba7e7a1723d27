package dev.outlast.core.task;

import static dev.outlast.core.task.Parsing.problems;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever the text is, the answer is a value, soon.
class HostileTextTest {
    private static final int MUTATIONS_PER_FILE = 60;
    private static final String SPICE = "{}[]:,-?&*!|>'\"%@`#\n\t $~<=.0a\\é🌍\u0000\uFEFF\uD800";

    static IntStream seeds() {
        return IntStream.range(0, 8);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mutatedFilesAreReadOrRefused(int seed) throws IOException {
        var random = new Random(seed);
        for (var file : Fixtures.files()) {
            var text = Files.readString(file);
            for (int i = 0; i < MUTATIONS_PER_FILE; i++) {
                text = i % 10 == 0 ? Files.readString(file) : text;
                text = mutated(text, random);
                var parsed = TaskLanguage.parse(text, Overrides.NONE);
                if (parsed instanceof Parsed.Refused refused) {
                    assertThat(refused.problems())
                            .isNotEmpty()
                            .allSatisfy(p -> assertThat(p.line()).isPositive());
                }
                var stored = JobSpecYaml.redacted(text);
                assertThat(JobSpecYaml.redacted(stored)).isEqualTo(stored);
                if (parsed instanceof Parsed.Accepted accepted
                        && accepted.job().tasks().size() == 1) {
                    assertThat(readAgain(stored, accepted.job())).isEqualTo(withoutPlaces(accepted.job()));
                }
            }
        }
    }

    /// From the stored text and the secrets, which are kept elsewhere.
    private static String readAgain(String stored, JobSpec job) {
        var overrides = Overrides.NONE;
        for (var secret : job.tasks().getFirst().secrets().entrySet()) {
            if (secret.getValue() instanceof Secret.Inline(String value)) {
                overrides = overrides.withSecret(secret.getKey(), value);
            }
        }
        return withoutPlaces(Parsing.accepted(stored, overrides).job());
    }

    private static String withoutPlaces(JobSpec job) {
        return job.toString().replaceAll("LocalPath\\[line=\\d+, column=\\d+", "LocalPath[");
    }

    private static String mutated(String text, Random random) {
        var builder = new StringBuilder(text);
        for (int n = random.nextInt(3); n >= 0; n--) {
            int at = random.nextInt(builder.length() + 1);
            int spice = random.nextInt(SPICE.length());
            switch (random.nextInt(4)) {
                case 0 -> builder.insert(at, SPICE.charAt(spice));
                case 1 -> builder.delete(at, Math.min(builder.length(), at + random.nextInt(12)));
                case 2 -> builder.insert(at, text, 0, random.nextInt(text.length() + 1));
                default -> {
                    if (at < builder.length()) {
                        builder.setCharAt(at, SPICE.charAt(spice));
                    }
                }
            }
        }
        return builder.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- ", "? ", "- - ", "a: {b: [", "\"", "&a [*a, ", "!!set {", "|", "%YAML "})
    void repeatedWithoutEnd(String piece) {
        assertThat(problems(piece.repeat(200_000))).isNotEmpty();
        assertThat(JobSpecYaml.redacted(piece.repeat(200_000))).isEqualTo(JobSpecYaml.UNREADABLE);
    }

    @Test
    void deepIndentation() {
        var text = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            text.append(" ".repeat(i)).append("a:\n");
        }
        assertThat(problems(text.toString())).isNotEmpty();
    }

    @Test
    void aHundredMegabytesAreRefusedUnread() {
        var text = "a: b\n".repeat(20 << 20);
        assertThat(problems(text))
                .containsExactly("t.yaml:1:1: the text has 104857600 characters; at most 4194304 are read");
        assertThat(JobSpecYaml.redacted(text)).isEqualTo(JobSpecYaml.UNREADABLE);
    }

    @Test
    void manyValuesAreRefused() {
        assertThat(problems("envs: [" + "a,".repeat(1_000_000) + "]"))
                .singleElement()
                .asString()
                .contains("more than 50000 values");
    }

    @Test
    void billionLaughs() {
        var text = new StringBuilder("x0: &x0 [lol, lol]\n");
        for (int i = 1; i < 35; i++) {
            text.append("x%d: &x%d [*x%d, *x%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(problems(text.toString())).anySatisfy(p -> assertThat(p).contains("aliases stand for more than"));
    }

    @Test
    void aValueThatContainsItself() {
        assertThat(problems("envs: &a\n  b: *a")).isNotEmpty();
        assertThat(problems("resources: &a {any_of: [*a, *a]}\nrun: x")).isNotEmpty();
        assertThat(problems("&a <<: *a")).isNotEmpty();
        assertThat(problems("config: &a [*a, {<<: *a}]\nrun: x")).isNotEmpty();
    }

    @Test
    void aLongTextBehindManyAliases() {
        var text = "_x: &x " + "y".repeat(1_000_000) + "\nfile_mounts:\n"
                + IntStream.range(0, 20_000).mapToObj("  /%d: *x\n"::formatted).collect(Collectors.joining());
        assertThat(problems(text)).anySatisfy(p -> assertThat(p).contains("aliases stand for more than"));
    }

    @Test
    void aLargeBaseUnderManyItems() {
        var labels = IntStream.range(0, 10_000).mapToObj("l%d: a"::formatted).collect(Collectors.joining(", "));
        assertThat(problems("resources:\n  labels: {" + labels + "}\n  any_of:\n" + "    - {cpus: 1}\n".repeat(5_000)))
                .anySatisfy(p -> assertThat(p).contains("has 10001 values in it; at most 1000 are read"))
                .anySatisfy(p -> assertThat(p).contains("found 5000 items; at most 200 are read"));
    }

    @Test
    void manyMountsOfOneLongVariable() {
        var mounts =
                IntStream.range(0, 10_000).mapToObj("  /%d: ./$A\n"::formatted).collect(Collectors.joining());
        assertThat(problems("envs: {A: " + "x".repeat(50_000) + "}\nrun: x\nfile_mounts:\n" + mounts))
                .hasSize(Findings.MOST);
    }

    @Test
    void manyProblemsAreCut() {
        var text = new StringBuilder("run: x\n");
        for (int i = 0; i < 10_000; i++) {
            text.append("key").append(i).append(": 1\n");
        }
        assertThat(problems(text.toString())).hasSize(Findings.MOST);
    }

    @Test
    void aLongScriptIsFine() {
        var script = "  echo line\n".repeat(100_000);
        assertThat(Parsing.task("run: |\n" + script).run()).hasSize(1_000_000);
    }

    @Test
    void substitutionIsBounded() {
        assertThat(problems("envs: {A: " + "x".repeat(10_000) + "}\nworkdir: " + "$A".repeat(100_000) + "\nrun: x"))
                .singleElement()
                .asString()
                .contains("once its variables are put in");
    }

    @Test
    void longNumbersAndNames() {
        var digits = "9".repeat(300_000);
        assertThat(problems("name: " + digits + "x\nnum_nodes: " + digits + "\nresources: {cpus: " + digits
                        + ", memory: " + digits + "GB, accelerators: H100:" + digits + ", ports: " + digits
                        + "}\noutlast: {max_cost: " + digits + ", max_wait: " + digits + "h, deadline: " + digits
                        + "}\nrun: x"))
                .hasSize(9)
                .allSatisfy(p -> assertThat(p).hasSizeLessThan(400));
    }

    @Test
    void charactersThatYamlForbidsHaveTheirPlace() {
        assertThat(problems("run: x\nname: a\u0007b"))
                .containsExactly("t.yaml:2:8: not readable as YAML: character U+0007 is not allowed");
    }
}
