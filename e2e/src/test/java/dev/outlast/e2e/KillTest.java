package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the controller at random moments while jobs are submitted, run, are preempted and cancelled. What must
/// have
/// happened is told by the jobs and the clients, never by the controller alone.
///
/// `-Dkills=100 -Dgroups=slow -DexcludedGroups=` is the full form; `-Dseed=` replays the choices, though not the
/// machine's timing.
final class KillTest {
    private static final int JOBS_PER_KILL = 3;

    @TempDir
    private Path directory;

    @Test
    void survivesAFewKills() throws Exception {
        survives(3, seed());
    }

    @Tag("slow")
    @Test
    void survivesManyKills() throws Exception {
        survives(Integer.getInteger("kills", 20), seed());
    }

    private static long seed() {
        return Long.getLong("seed", 20_261_121L);
    }

    private void survives(int kills, long seed) throws Exception {
        var ledgers = Files.createDirectories(directory.resolve("ledgers"));
        try (var controller = new Controller(directory.resolve("controller"));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var crowd = new Crowd(controller.door(), ledgers, seed);
            var acting = threads.submit(crowd::act);
            try {
                kill(controller, crowd, kills, new Random(seed), acting);
            } finally {
                crowd.finish();
            }
            controller.start();
            var jobs = acting.get(5, TimeUnit.MINUTES);
            new Verdict(controller.door(), ledgers, jobs, "seed " + seed + ", " + kills + " kills").check();
            controller.assertNothingLeft();
            assertThat(controller.stop()).as("exit code of an orderly stop").isZero();
        }
    }

    private static void kill(Controller controller, Crowd crowd, int kills, Random random, Future<?> acting)
            throws Exception {
        for (int kill = 1; kill <= kills; kill++) {
            if (acting.isDone()) {
                acting.get();
            }
            if (random.nextInt(5) == 0) {
                // While it starts, or just after.
                var started = controller.spawn();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
                controller.isReady();
                assertThat(started.isAlive()).as(controller.said()).isTrue();
            } else {
                controller.start();
                TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
            }
            crowd.allow(kill * JOBS_PER_KILL);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
            controller.kill();
        }
    }
}
