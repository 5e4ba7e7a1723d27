package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Ctrl-C in commands: jobs go on, and what only the command needed is gone.
final class InterruptTest {
    private static final int BY_CTRL_C = 130;

    @TempDir
    private Path directory;

    @AfterEach
    void end() {
        Processes.kill(directory, List.of());
    }

    @Test
    void aLaunchThatIsLeftLetsItsJobGoOn() throws Exception {
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var file = Files.writeString(directory.resolve("x.yaml"), Yaml.job("left", "echo begun; sleep 600"));
            var command = command(controller.home(), "launch", "-y", file.toString());
            await("its log is shown")
                    .atMost(Controller.LONG)
                    .until(() -> !command.isAlive() || said().contains("begun"));

            interrupt(command);

            assertThat(command.exitValue()).as(said()).isEqualTo(BY_CTRL_C);
            assertThat(said()).contains("Job 1 goes on").doesNotContain("Exception");
            controller.awaitStatus(1, "RUNNING");
            controller.door().cancel(1);
            controller.awaitStatus(1, "CANCELLED");
            controller.assertNothingLeft();
        }
    }

    @Test
    void aWaitThatIsLeftHarmsNobody() throws Exception {
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var job = controller.door().submit(Yaml.job("awaited", "sleep 600"));
            controller.awaitStatus(job, "RUNNING");
            var command = command(controller.home(), "wait", Long.toString(job));
            TimeUnit.MILLISECONDS.sleep(1_500);

            interrupt(command);

            assertThat(command.exitValue()).as(said()).isEqualTo(BY_CTRL_C);
            assertThat(said()).doesNotContain("Exception");
            controller.awaitStatus(job, "RUNNING");
        }
    }

    /// At the start, when its controller is there, and while its job trains.
    @ParameterizedTest
    @ValueSource(strings = {"", "ready at", "attempt 1"})
    void aDemoThatIsLeftLeavesNothing(String moment) throws Exception {
        var command = command(directory.resolve("home"), "demo");
        await("the demo says '" + moment + "': " + said())
                .atMost(Controller.LONG)
                .until(() -> !command.isAlive() || (!said().isEmpty() && said().contains(moment)));

        interrupt(command);

        assertThat(said()).doesNotContain("Exception", "something is left");
        await("no process is left")
                .atMost(Controller.LONG)
                .untilAsserted(
                        () -> assertThat(Processes.of(directory, List.of())).isEmpty());
        try (var left = Files.list(directory.resolve("tmp"))) {
            assertThat(left.filter(path -> path.getFileName().toString().startsWith("outlast-demo")))
                    .isEmpty();
        }
    }

    private Process command(Path home, String... arguments) throws IOException {
        var tmp = Files.createDirectories(directory.resolve("tmp"));
        var argv = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + tmp,
                "-Doutlast.root=" + System.getProperty("outlast.root", ".."),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.outlast.cli.Main"));
        argv.addAll(List.of(arguments));
        var builder = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("said").toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("OUTLAST") || name.startsWith("SKYPILOT"));
        builder.environment().put("OUTLAST_HOME", home.toString());
        return builder.start();
    }

    private void interrupt(Process command) throws IOException, InterruptedException {
        assertThat(command.isAlive()).as(said()).isTrue();
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(command.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(command.waitFor(Controller.LONG.toSeconds(), TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
    }

    private String said() {
        try {
            return new String(Files.readAllBytes(directory.resolve("said")), StandardCharsets.UTF_8);
        } catch (IOException nothing) {
            return "";
        }
    }
}
