package dev.outlast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class DemoCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("outlast.root", ".."));

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "--steps 99 | --steps: 99 is not a number from 100 to 100000",
                "--steps many | 'many' is not an int",
                "--fast | Unknown option: '--fast'"
            })
    void wrongUsageExitsWith2(String arguments, String message) {
        var err = new StringWriter();
        var line = new CommandLine(new DemoCommand()).setErr(new PrintWriter(err));
        assertThat(line.execute(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).contains(message);
    }

    @Test
    void theShippedExampleIsTheOneItKnows() throws Exception {
        var example = Example.in(ROOT, 600);
        assertThat(example.yaml("demo-a"))
                .contains("name: demo-a\n", "run: python3 train.py --steps 600 --save-every 60\n")
                .doesNotContain("train-checkpoints");
        assertThat(example.preemptAt()).isEqualTo(270);
        assertThat(example.archive()).isEqualTo(Example.in(ROOT, 100).archive());
    }

    @Test
    void anotherTextIsRefused() throws Exception {
        var train = Files.createDirectories(folder.resolve("examples/train"));
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> Example.in(folder, 600))
                .withMessageContaining("no example");
        Files.writeString(train.resolve("train.yaml"), "run: true\n");
        assertThatExceptionOfType(DemoException.class)
                .isThrownBy(() -> Example.in(folder, 600))
                .withMessageContaining("not as the demo knows it");
    }

    @Test
    void theResultIsReadExactly() throws Exception {
        Files.writeString(
                folder.resolve("result.json"),
                "{\"final_loss\": 2.2958731474517893, \"exactly\": \"0x1.25df2bda08f67p+1\", \"attempt\": 2}");
        assertThat(Result.in(folder)).isEqualTo(new Result("2.2958731474517893", "0x1.25df2bda08f67p+1", 2));
        assertThatExceptionOfType(DemoException.class).isThrownBy(() -> Result.in(folder.resolve("absent")));
    }
}
