package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What nobody answers for, and who must not be answered for by two.
final class JanitorTest {
    @TempDir
    private Path directory;

    @Test
    void aClusterThatNobodyAnswersForIsFoundShownAndEnded() throws Exception {
        try (var controller =
                new Controller(directory).configured("launch_deadline: 1s\n").start()) {
            var door = controller.door();
            var job = door.submit(Yaml.job("keeps", "sleep 86398"));
            controller.awaitStatus(job, "RUNNING");
            assertThat(door.job(job)
                            .path("tasks")
                            .get(0)
                            .path("attempts")
                            .get(0)
                            .path("cleanup")
                            .isNull())
                    .isTrue();
            var look = door.post("/v1/janitor/run", "").ok().json();
            assertThat(look.path("providers").get(0).path("owned").asInt()).isEqualTo(1);
            assertThat(look.path("things")).isEmpty();

            door.cancel(job);
            controller.awaitStatus(job, "CANCELLED");
            await().until(() -> door.job(job)
                    .path("tasks")
                    .get(0)
                    .path("attempts")
                    .get(0)
                    .path("cleanup")
                    .asText()
                    .equals("DONE"));
        }
    }

    @Test
    void aCopyOfAHomeThatIsStillThereIsRefusedAndTheFirstIsUnharmed() throws Exception {
        try (var first = Controller.in(directory.resolve("first"))) {
            var door = first.door();
            var job = door.submit(Yaml.job("unharmed", "sleep 86398"));
            first.awaitStatus(job, "RUNNING");
            var copy = new Controller(directory.resolve("second"), directory.resolve("copy"));
            copyTree(first.home(), directory.resolve("copy"));

            copy.spawn("run", "--port", "0");
            assertThat(copy.awaitExit()).as(copy.said()).isEqualTo(3);
            assertThat(copy.said()).contains("is a copy of " + first.home()).doesNotContain("\tat ");

            assertThat(door.job(job).path("tasks").get(0).path("attempts")).hasSize(1);
            first.awaitStatus(job, "RUNNING");
            door.cancel(job);
            first.awaitStatus(job, "CANCELLED");
        }
    }

    private static void copyTree(Path from, Path to) throws IOException, InterruptedException {
        assertThat(Files.exists(to)).isFalse();
        var copying = new ProcessBuilder("cp", "-a", from.toString(), to.toString())
                .inheritIO()
                .start();
        assertThat(copying.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }
}
