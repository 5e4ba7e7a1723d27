package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cancel works wherever a job is in its life, and nothing of it stays.
final class CancelTest {
    private static final List<String> REGIONS = List.of("east", "west", "north");

    @TempDir
    private Path directory;

    @Test
    void cancelWorksInEveryPhase() {
        try (var controller = Controller.in(directory)) {
            var door = controller.door();

            var preparing =
                    door.submit(Yaml.job("preparing", "sleep 600") + "setup: |\n  echo in setup\n  sleep 600\n");
            await().atMost(Controller.LONG).until(() -> hasPrinted(door, preparing));
            assertThat(door.status(preparing)).isEqualTo("STARTING");
            cancel(controller, preparing);

            var running = door.submit(Yaml.job("running", "sleep 600"));
            controller.awaitStatus(running, "RUNNING");
            cancel(controller, running);
            cancel(controller, running);

            var lost = door.submit(Yaml.job("lost", "sleep 600"));
            controller.awaitStatus(lost, "RUNNING");
            door.rehearse("launch-delay", Map.of("ms", "4000")).ok();
            door.rehearse("preempt", Map.of("job", Long.toString(lost))).ok();
            controller.awaitStatus(lost, "RECOVERING");
            cancel(controller, lost);

            var launching = door.submit(Yaml.job("launching", "sleep 600"));
            controller.awaitStatus(launching, "STARTING");
            cancel(controller, launching);

            close(door);
            var waiting = door.submit(Yaml.job("waiting", "sleep 600"));
            controller.awaitStatus(waiting, "PENDING");
            cancel(controller, waiting);
            controller.assertNothingLeft();
        }
    }

    private static void cancel(Controller controller, long job) {
        controller.door().cancel(job);
        controller.awaitStatus(job, "CANCELLED");
    }

    private static void close(Door door) {
        REGIONS.forEach(
                region -> door.rehearse("drain", Map.of("region", region)).ok());
    }

    private static boolean hasPrinted(Door door, long job) {
        return door.get("/v1/jobs/" + job + "/logs?limit=1000").text().contains("in setup");
    }

    /// `auto` is the strongest the machine has; `scan` needs nothing.
    @ParameterizedTest
    @ValueSource(strings = {"auto", "scan"})
    void whatDetachesItselfEndsWithItsJob(String isolation) throws IOException {
        // A duration that no other process on this machine sleeps for.
        var mark = "86399." + System.nanoTime();
        try (var controller = new Controller(directory)
                .configured("providers: {local: {isolation: " + isolation + "}}\n")
                .start()) {
            var door = controller.door();
            var job = door.submit(Yaml.job("detaches", """
                    setsid sleep %1$s &
                    nohup sleep %1$s >/dev/null 2>&1 &
                    ( ( sleep %1$s & ) & )
                    env -i setsid sh -c 'cd /; exec sleep %1$s' >/dev/null 2>&1 </dev/null &
                    bomb() { if [ $1 -gt 0 ]; then bomb $(($1 - 1)) & bomb $(($1 - 1)) & fi; sleep %1$s; }
                    bomb 5
                    """.formatted(mark)));
            await().atMost(Controller.LONG)
                    .untilAsserted(() -> assertThat(Processes.matching(mark, List.of()).stream()
                                    .filter(p -> p.commandLine().startsWith("sleep ")))
                            .hasSize(4 + 63));
            door.cancel(job);
            controller.awaitStatus(job, "CANCELLED");
            controller.assertNothingLeft();
            assertThat(Processes.matching(mark, List.of())).isEmpty();
        }
    }
}
