package dev.outlast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
    @Test
    void isReadFromALineOfTheTraining() {
        assertThat(Progress.of("step 120/600 loss 2.4312")).contains(new Progress(120, 600, "2.4312"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "starting from the beginning",
                "resumed at step 120",
                "step 120/600",
                "step 120/600 loss nan",
                "step 601/600 loss 2.0",
                "step 0/0 loss 2.0",
                "step 99999999999/600 loss 2.0",
                "[outlast: step 120/600 loss 2.4312]"
            })
    void otherLinesAreNone(String line) {
        assertThat(Progress.of(line)).isEmpty();
    }

    @Test
    void asABar() {
        assertThat(new Progress(0, 600, "3.9").bar()).isEqualTo("[------------------------------] 0/600  loss 3.9");
        assertThat(new Progress(200, 600, "2.4312").bar())
                .isEqualTo("[##########--------------------] 200/600  loss 2.4312");
        assertThat(new Progress(600, 600, "2.1").bar()).isEqualTo("[##############################] 600/600  loss 2.1");
    }

    @Test
    void inAFileALineForEveryTenth() {
        var out = new StringWriter();
        var screen = new Screen(new PrintWriter(out), false);
        for (var step = 0; step <= 600; step += 10) {
            screen.show(new Progress(step, 600, "2.0"), "");
        }
        assertThat(out.toString().lines()).hasSize(11).last().asString().contains("600/600");
        assertThat(out.toString()).doesNotContain("\u001b", "\r");
    }

    @Test
    void onATerminalOneLineIsDrawnAgain() {
        var out = new StringWriter();
        var screen = new Screen(new PrintWriter(out), true);
        screen.show(new Progress(10, 100, "2.0"), "");
        screen.show(new Progress(20, 100, "1.9"), " x");
        screen.say("news");
        screen.show(new Progress(30, 100, "1.8"), "");
        screen.keep();
        assertThat(out.toString().replace(System.lineSeparator(), "\n"))
                .isEqualTo("\r\u001b[K   [###---------------------------] 10/100  loss 2.0"
                        + "\r\u001b[K   [######------------------------] 20/100  loss 1.9 x"
                        + "\r\u001b[Knews\n"
                        + "\r\u001b[K   [#########---------------------] 30/100  loss 1.8\n");
    }
}
