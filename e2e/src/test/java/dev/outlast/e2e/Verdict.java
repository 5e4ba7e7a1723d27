package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What must be true once the faults have stopped.
record Verdict(Door door, Path ledgers, List<Crowd.Promised> jobs, String replay) {
    void check() throws Exception {
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
        assertThat(known.stream()
                        .map(job -> job.path("name").asText())
                        .filter(name -> !name.startsWith(Witnesses.NAME)))
                .as("no key made two jobs, and nobody else made one, %s", replay)
                .containsExactlyInAnyOrderElementsOf(
                        jobs.stream().map(Crowd.Promised::key).toList());
        for (var job : jobs) {
            var number = job.key().substring("job-".length());
            assertThat(door.submit(job.yaml(), "key-" + number)).as(job.key()).isEqualTo(job.id());
        }
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
