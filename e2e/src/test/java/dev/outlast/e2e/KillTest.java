package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
            new Verdict(controller, ledgers, jobs, "seed " + seed + ", " + kills + " kills").check();
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

    /// What must be true once the faults have stopped.
    private record Verdict(Controller controller, Path ledgers, List<Crowd.Promised> jobs, String replay) {
        void check() throws Exception {
            var door = controller.door();
            for (var job : jobs) {
                await(job.key() + " ends, " + replay)
                        .atMost(Duration.ofMinutes(3))
                        .pollInterval(Duration.ofMillis(200))
                        .until(() -> !door.job(job.id()).path("ended_at").isNull());
            }
            for (var job : jobs) {
                new JobOracle(door, ledgers, job, replay).check();
            }
            var known = door.jobs();
            assertThat(known.stream().map(job -> job.path("name").asText()))
                    .as("no key made two jobs, and nobody else made one, %s", replay)
                    .containsExactlyInAnyOrderElementsOf(
                            jobs.stream().map(Crowd.Promised::key).toList());
            for (var job : jobs) {
                var number = job.key().substring("job-".length());
                assertThat(door.submit(job.yaml(), "key-" + number))
                        .as(job.key())
                        .isEqualTo(job.id());
            }
            controller.assertNothingLeft();
            tell();
        }

        /// So that a reader sees that the test was not idle.
        private void tell() {
            int starts = 0;
            int resumed = 0;
            for (var job : jobs) {
                for (var ledger : job.kind().ledgers(ledgers, job.key())) {
                    var all = Ledger.read(ledger).starts();
                    starts += all.size();
                    resumed += (int) all.stream().filter(s -> s.resume() > 0).count();
                }
            }
            System.out.printf(
                    "%s: %d jobs, %d preemptions asked for, %d starts of ranks, %d of them from a checkpoint%n",
                    replay,
                    jobs.size(),
                    jobs.stream().mapToInt(Crowd.Promised::preemptions).sum(),
                    starts,
                    resumed);
            assertThat(resumed).as("some attempt resumed, %s", replay).isPositive();
        }
    }
}
