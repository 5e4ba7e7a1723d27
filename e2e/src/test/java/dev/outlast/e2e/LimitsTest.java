package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The limits that a job sets for itself act.
final class LimitsTest {
    @TempDir
    private Path directory;

    @Test
    void limitsAct() {
        try (var controller = Controller.in(directory)) {
            var door = controller.door();
            var tooLong = door.submit(Yaml.job("too-long", "sleep 600") + "outlast: {max_duration: 2s, grace: 1s}\n");
            var silent = door.submit(Yaml.job("silent", "echo once; sleep 600") + "outlast: {stall_after: 3s}\n");
            var beats = door.submit(Yaml.job("beats", """
                    for i in $(seq 16); do touch "$OUTLAST_HEARTBEAT_FILE"; sleep 0.5; done
                    """) + "outlast: {stall_after: 3s}\n");
            controller.awaitStatus(tooLong, "FAILED");
            assertThat(fault(door, tooLong)).isEqualTo("LIMIT");
            controller.awaitStatus(silent, "FAILED");
            assertThat(fault(door, silent)).isEqualTo("STALLED");
            controller.awaitStatus(beats, "SUCCEEDED");

            for (var region : List.of("east", "west", "north")) {
                door.rehearse("drain", Map.of("region", region)).ok();
            }
            var waits = door.submit(Yaml.job("waits", "true") + "outlast: {max_wait: 2s}\n");
            controller.awaitStatus(waits, "FAILED_NO_RESOURCE");
            assertThat(door.job(waits).path("status_reason").asText()).contains("max_wait");
            controller.assertNothingLeft();
        }
    }

    private static String fault(Door door, long job) {
        JsonNode attempts = door.job(job).path("tasks").get(0).path("attempts");
        assertThat(attempts).as("%s", attempts).hasSize(1);
        return attempts.get(0).path("fault").asText();
    }
}
