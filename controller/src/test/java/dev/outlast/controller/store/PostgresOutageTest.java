package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;

/// The server, its sessions and the network fail; the store says truly what was done.
@Timeout(120)
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class PostgresOutageTest {
    private static final LocalPostgres SERVER = LocalPostgres.shared();

    private String url = "";
    private String database = "";
    private CutProxy network;
    private PostgresStore store;

    @BeforeEach
    void open() throws Exception {
        url = SERVER.database();
        database = url.replaceFirst(".*/", "").replaceFirst("\\?.*", "");
        network = new CutProxy(SERVER.port());
        store = store(url.replace(":" + SERVER.port() + "/", ":" + network.port() + "/"));
    }

    @AfterEach
    void close() throws Exception {
        store.close();
        network.close();
    }

    private static PostgresStore store(String url) throws StoreException {
        return PostgresStore.open(new PostgresSettings(url, "", Optional.empty()), new Random(1));
    }

    private static Batch batch(LeaderRow leader, long job) {
        return after(leader).with(job(job, "PENDING")).withEvent(job).build();
    }

    @Test
    void aCommitWhoseAnswerIsLostWasDone() throws Exception {
        var batch = batch(store.takeLead("a"), 1);
        network.loseAnswers();
        assertUnknown(batch);
        network.heal();
        assertThat(store.leader().lastBatch()).isEqualTo(1);
        assertThat(store.job(job(1, "PENDING").id())).isPresent();
        store.commit(batch(store.leader(), 2));
        assertThat(store.leader().lastBatch()).isEqualTo(2);
    }

    @Test
    void aCommitWhoseSessionIsEndedWasNotDoneAndCanBeDoneAgain() throws Exception {
        var leader = store.takeLead("a");
        var batch = batch(leader, 1);
        try (var other = DriverManager.getConnection(url)) {
            lockEvents(other);
            var committing = CompletableFuture.runAsync(() -> assertUnknown(batch));
            awaitBlocked();
            SERVER.sql(database, "SELECT pg_terminate_backend(backend_pid) FROM leader");
            committing.get(10, TimeUnit.SECONDS);
            assertThat(store.leader()).isEqualTo(leader);
        }
        store.commit(batch);
        assertThat(store.leader().lastBatch()).isEqualTo(1);
    }

    /// The worst of all: the connection broke, the row says "not done", and the request was only late.
    @Test
    void whatWasSaidNotToBeDoneIsNotDoneLaterEither() throws Exception {
        var leader = store.takeLead("a");
        network.holdRequests();
        var committing = CompletableFuture.runAsync(() -> assertUnknown(batch(leader, 1)));
        awaitHeld(committing);
        var late = network.healForNew();
        assertThat(store.leader()).isEqualTo(leader);
        late.countDown();
        assertThat(SERVER.sql(
                        database,
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'outlast writer' AND datname = '"
                                + database + "'"))
                .isEqualTo("1");
        assertThat(store.leader()).isEqualTo(leader);
        store.commit(batch(leader, 2));
        assertThat(store.live(0, 10)).extracting(j -> j.id().value()).containsExactly(2L);
    }

    /// A controller that was stopped for a while goes on with what it was about to do.
    @Test
    void aBatchOfBeforeATakeOverChangesNothing() throws Exception {
        var old = store.takeLead("old");
        var late = batch(old, 1);
        try (var other = store(url)) {
            other.commit(batch(other.takeLead("new"), 2));
            assertThatThrownBy(() -> store.commit(late))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.FENCED));
            assertThat(other.live(0, 10)).extracting(j -> j.id().value()).containsExactly(2L);
            assertThat(other.leader().lastBatch()).isEqualTo(1);
        }
    }

    /// The old leader's session has the row of the leader changed and does not end its transaction.
    @Test
    void aLeaderThatHangsInATransactionIsEndedByWhoTakesOver() throws Exception {
        store.takeLead("old");
        try (var hung = DriverManager.getConnection(url)) {
            hung.setAutoCommit(false);
            try (var statement = hung.createStatement()) {
                statement.execute("UPDATE leader SET backend_pid = pg_backend_pid(), backend_start ="
                        + " (SELECT (extract(epoch FROM backend_start) * 1000000)::bigint::text FROM pg_stat_activity"
                        + " WHERE pid = pg_backend_pid())");
                hung.commit();
                statement.execute("UPDATE leader SET last_batch = 1 WHERE id = 1 AND epoch = 1 AND last_batch = 0");
            }
            try (var other = store(url)) {
                var begin = System.nanoTime();
                var taken = other.takeLead("new");
                assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(3));
                assertThat(taken.epoch()).isEqualTo(2);
                assertThat(taken.lastBatch()).isZero();
                assertThatThrownBy(hung::commit).isInstanceOf(java.sql.SQLException.class);
                assertThat(other.leader()).isEqualTo(taken);
            }
        }
    }

    @Test
    void ofTwoWhoTakeTheLeadOverAndOverEachEpochHasOne() throws Exception {
        var taken = new AtomicInteger();
        try (var other = store(url)) {
            var racing = CompletableFuture.runAsync(() -> takeOften(other, "b", taken));
            takeOften(store, "a", taken);
            racing.get(60, TimeUnit.SECONDS);
        }
        assertThat(store.leader().epoch()).isEqualTo(taken.get());
    }

    private static void takeOften(Store store, String holder, AtomicInteger taken) {
        for (var i = 0; i < 40; i++) {
            try {
                assertThat(store.takeLead(holder).holder()).isEqualTo(holder);
                taken.incrementAndGet();
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.FENCED);
            }
        }
    }

    /// Commits go on while the server dies and comes back; what was acknowledged is there, in order, and nothing else.
    @Test
    void aServerThatIsStartedAgainCostsAPauseAndNothingElse() throws Exception {
        try (var server = LocalPostgres.start("fsync=off");
                var kept = store(server.database())) {
            var leader = kept.takeLead("a");
            var done = new AtomicInteger();
            var committing = CompletableFuture.runAsync(() -> {
                for (var i = 1; i <= 400; i++) {
                    commitSurely(kept, leader, i);
                    done.set(i);
                }
            });
            for (var round : new int[] {40, 120, 200}) {
                await().until(() -> done.get() >= round);
                if (round == 120) {
                    server.down();
                } else {
                    server.crash();
                }
                server.up();
            }
            committing.get(60, TimeUnit.SECONDS);
            assertThat(kept.leader().lastBatch()).isEqualTo(400);
            assertThat(kept.leader().epoch()).isEqualTo(leader.epoch());
            assertThat(kept.events(EventCursor.START, 1_000))
                    .extracting(e -> e.batch())
                    .hasSize(400)
                    .isSorted();
        }
    }

    /// As the engine does it.
    private static void commitSurely(Store store, LeaderRow first, long number) {
        var batch =
                batch(new LeaderRow(first.epoch(), number - 1, first.installation(), 1, 1, "a", number - 1), number);
        while (true) {
            try {
                store.commit(batch);
                return;
            } catch (StoreException doubtful) {
                if (awaitLeader(store).lastBatch() == number) {
                    return;
                }
            }
        }
    }

    private static LeaderRow awaitLeader(Store store) {
        return await().atMost(30, TimeUnit.SECONDS)
                .until(
                        () -> {
                            try {
                                return Optional.of(store.leader());
                            } catch (StoreException away) {
                                assertThat(away.kind()).isEqualTo(StoreException.Kind.UNKNOWN);
                                return Optional.<LeaderRow>empty();
                            }
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private void assertUnknown(Batch batch) {
        assertThatThrownBy(() -> store.commit(batch))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNKNOWN));
    }

    private static void lockEvents(Connection other) throws Exception {
        other.setAutoCommit(false);
        try (var statement = other.createStatement()) {
            statement.execute("LOCK TABLE events IN EXCLUSIVE MODE");
        }
    }

    private void awaitBlocked() {
        await().until(() -> SERVER.sql(
                        database,
                        "SELECT count(*) FROM pg_locks l JOIN leader ON l.pid = backend_pid WHERE NOT l.granted")
                .equals("1"));
    }

    /// The request is on its way, and then its connection breaks.
    private void awaitHeld(CompletableFuture<Void> committing) throws Exception {
        await().until(() -> network.held() > 0);
        network.dropClients();
        committing.get(20, TimeUnit.SECONDS);
    }
}
