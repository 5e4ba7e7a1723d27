package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.InMemoryStore;
import dev.outlast.testkit.store.StoreContract;
import dev.outlast.testkit.store.StoreFault;
import org.junit.jupiter.api.Test;

/// The fake keeps the contract, and fails as it is told.
class InMemoryStoreTest extends StoreContract {
    private final InMemoryStore fake = new InMemoryStore();

    @Override
    protected Store fresh() {
        return fake;
    }

    @Override
    protected Store restarted(Store running) {
        running.close();
        return running;
    }

    @Test
    void aCommitLostBeforeOrAfterIsToldApartByTheLeaderRow() throws Exception {
        var leader = fake.takeLead("a");
        fake.failNextCommit(StoreFault.LOST_BEFORE_COMMIT);
        fake.failNextCommit(StoreFault.LOST_AFTER_COMMIT);
        var batch = after(leader).with(job(1, "PENDING")).build();
        assertFails(StoreException.Kind.UNKNOWN, () -> fake.commit(batch));
        assertThat(fake.leader().lastBatch()).isZero();
        assertFails(StoreException.Kind.UNKNOWN, () -> fake.commit(batch));
        assertThat(fake.leader().lastBatch()).isEqualTo(1);
        assertFails(StoreException.Kind.FENCED, () -> fake.commit(batch));
    }

    @Test
    void awayCountsCallsAndFullRefusesCommits() throws Exception {
        var leader = fake.takeLead("a");
        fake.awayFor(2);
        assertFails(StoreException.Kind.UNKNOWN, fake::leader);
        assertFails(StoreException.Kind.UNKNOWN, () -> fake.live(0, 1));
        assertThat(fake.leader()).isEqualTo(leader);
        fake.full(true);
        var batch = after(leader).with(job(1, "PENDING")).build();
        assertFails(StoreException.Kind.FULL, () -> fake.commit(batch));
        fake.full(false);
        fake.passNextCommit();
        fake.failNextCommit(StoreFault.FULL);
        fake.commit(batch);
        assertFails(
                StoreException.Kind.FULL, () -> fake.commit(after(fake.leader()).build()));
        assertThat(fake.leader().lastBatch()).isEqualTo(1);
    }

    @Test
    void aRestoredSnapshotFencesTheWriterAndRaisesTheIncarnation() throws Exception {
        fake.takeLead("a");
        var empty = fake.snapshot();
        fake.commit(after(fake.leader()).with(job(1, "PENDING")).build());
        var next = after(fake.leader()).with(job(1, "RUNNING")).build();
        fake.failOverTo(empty);
        assertFails(StoreException.Kind.FENCED, () -> fake.commit(next));
        assertThat(fake.counts()).isEmpty();
        assertThat(fake.leader().incarnation()).isEqualTo(1);
        fake.restore(empty);
        assertThat(fake.leader().incarnation()).isEqualTo(2);
    }

    private interface Call {
        void run() throws Exception;
    }

    private static void assertFails(StoreException.Kind kind, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(kind));
    }
}
