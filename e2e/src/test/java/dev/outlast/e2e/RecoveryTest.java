package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that lose their machines, and go on elsewhere.
final class RecoveryTest {
    @TempDir
    private static Path directory;

    private static Controller controller;
    private static Door door;

    @BeforeAll
    static void start() {
        controller = Controller.in(directory.resolve("controller"));
        door = controller.door();
    }

    @AfterAll
    static void end() {
        controller.close();
    }

    private static final String TELL = """
            echo "task $SKYPILOT_TASK_ID from ${OUTLAST_RESUME_SEQ:-0}"
            save() { echo "step $1" >~/bucket/step-$1; outlast-checkpoint commit ~/bucket $1 step-$1; }
            """;

    private static String saving(String name, String run) {
        return Yaml.job(name, TELL + run) + "file_mounts:\n  ~/bucket: {name: " + name
                + ", store: LOCAL, mode: MOUNT}\n";
    }

    private static void awaitFile(Path file) {
        await(file.toString()).atMost(Controller.LONG).until(() -> Files.exists(file));
    }

    private static JsonNode attempts(long job) {
        return door.job(job).path("tasks").get(0).path("attempts");
    }

    @Test
    void aPreemptedJobGoesOnFromItsNewestCheckpointInAnotherRegion() {
        var saved = directory.resolve("saved");
        var job = door.submit(saving("goes-on", """
                if [ $OUTLAST_ATTEMPT = 1 ]; then save 1; save 2; touch %s; sleep 600; fi
                grep -q '"seq":2,' "$OUTLAST_RESUME_MANIFEST" && cat ~/bucket/step-2
                """.formatted(saved)));
        awaitFile(saved);
        door.rehearse("preempt", Map.of("job", Long.toString(job))).ok();
        controller.awaitStatus(job, "SUCCEEDED");

        var taskId = door.job(job).path("tasks").get(0).path("task_id").asText();
        assertThat(door.logText(job, 0, 1)).contains("task " + taskId + " from 0");
        assertThat(door.logText(job, 0, 2))
                .contains("task " + taskId + " from 2")
                .contains("step 2");
        var attempts = attempts(job);
        assertThat(attempts).hasSize(2);
        assertThat(attempts.get(0).path("fault").asText()).isEqualTo("PREEMPTED");
        assertThat(attempts.get(1).path("region").asText())
                .isNotEqualTo(attempts.get(0).path("region").asText());
        assertThat(door.job(job).path("recovery_count").asInt()).isEqualTo(1);
    }

    @Test
    void aTornCheckpointIsNotPicked() {
        var saved = directory.resolve("torn");
        var job = door.submit(saving("torn", """
                if [ $OUTLAST_ATTEMPT = 1 ]; then
                    save 1; save 2; save 3; : >~/bucket/step-3
                    touch %s; sleep 600
                fi
                """.formatted(saved)));
        awaitFile(saved);
        door.rehearse("preempt", Map.of("job", Long.toString(job))).ok();
        controller.awaitStatus(job, "SUCCEEDED");
        assertThat(door.logText(job, 0, 2)).contains("from 2");
    }

    @Test
    void aPipelineGoesOnThroughACrashOfTheController() {
        var seen = directory.resolve("first-began");
        var go = directory.resolve("go");
        var job = door.submit("""
                name: two-steps
                ---
                resources: {infra: local}
                run: |
                  touch %s
                  until [ -e %s ]; do sleep 0.05; done
                  echo first
                ---
                resources: {infra: local}
                run: echo second
                """.formatted(seen, go));
        awaitFile(seen);
        controller.kill();
        touch(go);
        controller.start();
        controller.awaitStatus(job, "SUCCEEDED");
        var tasks = door.job(job).path("tasks");
        assertThat(tasks)
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.path("attempts")).hasSize(1));
        assertThat(door.logText(job, 0, 1)).isEqualTo("first\n");
        assertThat(door.logText(job, 1, 1)).isEqualTo("second\n");
    }

    /// The peer sees the loss first and fails: that exit is not the user's error.
    @Test
    void aGangThatLosesANodeRecoversAndItsErrorBudgetIsUntouched() {
        var lock = directory.resolve("gang.lock");
        var up = directory.resolve("gang.up");
        var job = door.submit("""
                name: gang
                num_nodes: 2
                resources: {infra: local, job_recovery: {max_restarts_on_errors: 0}}
                run: |
                  [ $OUTLAST_ATTEMPT = 1 ] || exit 0
                  exec 9>>%1$s
                  if [ $SKYPILOT_NODE_RANK = 1 ]; then flock 9; touch %2$s; sleep 600; fi
                  until [ -e %2$s ]; do sleep 0.05; done
                  flock 9
                  echo the peer is gone
                  exit 1
                """.formatted(lock, up));
        awaitFile(up);
        door.rehearse("lose-node", Map.of("job", Long.toString(job), "rank", "1"))
                .ok();
        controller.awaitStatus(job, "SUCCEEDED");
        var attempts = attempts(job);
        assertThat(attempts).as("%s", attempts).hasSize(2);
        assertThat(attempts.get(0).path("fault").asText()).isEqualTo("NODE_LOST");
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
