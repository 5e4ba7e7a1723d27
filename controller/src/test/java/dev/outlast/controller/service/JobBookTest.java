package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.Written;
import dev.outlast.testkit.store.SampleRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a take-over reads, and what it need not read because the standby has.
final class JobBookTest {
    @TempDir
    private Path directory;

    private final List<String> alarms = new ArrayList<>();
    private Ground ground;
    private StandbyBook standby;

    @BeforeEach
    void prepare() throws Exception {
        ground = new Ground(directory);
        standby = ground.book().standby();
        ground.commit(ground.queued(1), ground.queued(2));
        standby.follows(ground.store().leader());
    }

    @Test
    void whatNobodyWroteSinceIsTakenAsItWasRead() throws Exception {
        var one = read(1);
        keep(one, SampleRows.attempt(1, 1));

        var jobs = load(ground.store().leader());

        assertThat(ids(jobs)).containsExactly(1L, 2L);
        assertThat(jobs.getFirst()).isSameAs(one);
        assertThat(ground.book().openAttempts()).containsExactly(SampleRows.attempt(1, 1));
    }

    @Test
    void whatWasWrittenSinceIsReadAnew() throws Exception {
        var before = read(1);
        keep(before);
        ground.commit(ground.queued(1), ground.queued(3));

        var jobs = load(ground.store().leader());

        assertThat(ids(jobs)).containsExactly(1L, 2L, 3L);
        assertThat(jobs.getFirst()).isNotSameAs(before).isEqualTo(before);
    }

    @Test
    void whatEndedSinceIsNotThere() throws Exception {
        keep(read(1));
        keep(read(2));
        ground.commit(ground.cancelled(1));
        assertThat(ids(load(ground.store().leader()))).containsExactly(2L);
    }

    @Test
    void anOldReadThatComesLateReplacesNothing() throws Exception {
        var early = batch(1);
        ground.commit(ground.queued(1));
        var now = read(1);
        keep(now);
        standby.keep(read(1), early, List.of());
        assertThat(load(ground.store().leader()).getFirst()).isSameAs(now);
    }

    @Test
    void nothingIsTakenFromBeforeTheDatabaseWasPutBack() throws Exception {
        keep(read(1));
        keep(read(2));
        var row = ground.store().leader();
        var restored = new LeaderRow(
                row.epoch(),
                row.lastBatch(),
                row.installation(),
                row.incarnation() + 1,
                row.featureLevel(),
                row.holder(),
                row.lastJobId());
        var before = standby.find(new JobId(1), batch(1)).orElseThrow().job();
        assertThat(load(restored).getFirst()).isNotSameAs(before);
    }

    @Test
    void aStandbyThatSeesAnotherIncarnationForgets() throws Exception {
        keep(read(1));
        var row = ground.store().leader();
        standby.follows(new LeaderRow(
                row.epoch(),
                row.lastBatch(),
                row.installation(),
                row.incarnation() + 1,
                row.featureLevel(),
                row.holder(),
                row.lastJobId()));
        assertThat(standby.find(new JobId(1), batch(1))).isEmpty();
    }

    @Test
    void manyThatWereNeverReadAreReadByThePage() throws Exception {
        for (int from = 3; from < 2_403; from += 400) {
            var rows = new JobRow[400];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = ground.queued(from + i);
            }
            ground.commit(rows);
        }
        keep(read(1));
        assertThat(load(ground.store().leader())).hasSize(2_402);
    }

    @Test
    void whatCannotBeReadIsParkedAndCostsItselfOnly() throws Exception {
        keep(read(1));
        ground.commit(Ground.broken(2));
        var jobs = load(ground.store().leader());
        assertThat(jobs.getLast().parked()).startsWith(LiveJob.UNREADABLE);
        assertThat(jobs.getFirst().isParked()).isFalse();
        assertThat(alarms).hasSize(1);
    }

    private LiveJob read(long id) throws Exception {
        return ground.book().read(ground.store().job(new JobId(id)).orElseThrow());
    }

    private void keep(LiveJob job, AttemptRow... attempts) throws Exception {
        standby.keep(job, batch(job.facts().id().value()), List.of(attempts));
    }

    private long batch(long id) throws Exception {
        return ground.store().written(List.of(new JobId(id))).stream()
                .map(Written::batch)
                .findFirst()
                .orElseThrow();
    }

    private List<LiveJob> load(LeaderRow leader) throws Exception {
        return ground.book().load(leader, (what, why) -> alarms.add(what));
    }

    private static List<Long> ids(List<LiveJob> jobs) {
        return jobs.stream().map(job -> job.facts().id().value()).toList();
    }
}
