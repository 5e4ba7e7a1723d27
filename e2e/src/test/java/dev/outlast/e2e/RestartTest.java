package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A crash with many jobs running is nothing to them.
final class RestartTest {
    private static final int MANY = 200;

    @TempDir
    private Path directory;

    @Tag("slow")
    @Test
    void twoHundredJobsRunOn() {
        var mark = "86398." + System.nanoTime();
        try (var controller = new Controller(directory).start()) {
            var door = controller.door();
            var yaml = Yaml.job("many", "sleep " + mark);
            var jobs = Door.ids(
                    door.send("POST", "/v1/jobs?num_jobs=" + MANY, Map.of("Content-Type", "application/yaml"), yaml)
                            .ok());
            assertThat(jobs).hasSize(MANY);
            await().atMost(Duration.ofMinutes(5)).until(() -> sleepers(mark).size() == MANY);
            var before = sleepers(mark);

            controller.kill();
            controller.start();
            for (var job : jobs) {
                controller.awaitStatus(job, "RUNNING");
                assertThat(door.job(job).path("tasks").get(0).path("attempts")).hasSize(1);
            }
            assertThat(sleepers(mark)).as("the very same processes").isEqualTo(before);

            door.post("/v1/jobs/cancel", "{\"all\": true}").ok();
            for (var job : jobs) {
                controller.awaitStatus(job, "CANCELLED");
            }
            controller.assertNothingLeft();
        }
    }

    private static Set<Long> sleepers(String mark) {
        return Processes.matching(mark, List.of()).stream()
                .filter(process -> process.commandLine().startsWith("sleep "))
                .map(Processes::pid)
                .collect(Collectors.toSet());
    }
}
