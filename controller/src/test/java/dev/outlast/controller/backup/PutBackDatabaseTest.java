package dev.outlast.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.store.DatabaseStatus;
import dev.outlast.controller.store.PostgresSettings;
import dev.outlast.controller.store.PostgresStore;
import dev.outlast.controller.store.PutBack;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPostgres;
import dev.outlast.testkit.store.SampleRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A database of the real server, put back by its own means: what is moved on in it, and who is in the way of that.
@Timeout(60)
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
final class PutBackDatabaseTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final LocalPostgres SERVER = LocalPostgres.shared();

    @TempDir
    private Path shared;

    private String database = "";
    private PostgresSettings settings;
    private final List<Duration> waited = new ArrayList<>();

    PutBackDatabaseTest() {
        var url = SERVER.database();
        database = url.replaceAll(".*/|\\?.*", "");
        settings = new PostgresSettings(url, "", Optional.empty());
    }

    @BeforeEach
    void fill() throws Exception {
        go(3);
    }

    /// A leader comes, takes in some jobs, and goes.
    private void go(int jobs) throws StoreException {
        try (var store = PostgresStore.open(settings, new Random(1))) {
            store.takeLead("a");
            for (int i = 0; i < jobs; i++) {
                var id = store.leader().lastJobId() + 1;
                store.commit(SampleRows.after(store.leader())
                        .with(SampleRows.job(id, "PENDING"))
                        .build());
            }
        }
        awaitNobody(database);
    }

    private LeaderRow leader() throws StoreException {
        try (var store = PostgresStore.open(settings, new Random(1))) {
            return store.leader();
        } finally {
            awaitNobody(database);
        }
    }

    /// The server buries a session a moment after its client has gone.
    private static void awaitNobody(String database) {
        SERVER.sql("postgres", """
                DO $$ BEGIN
                    FOR i IN 1..500 LOOP
                        PERFORM pg_stat_clear_snapshot();
                        EXIT WHEN NOT EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = '%s');
                        PERFORM pg_sleep(0.02);
                    END LOOP;
                END $$""".formatted(database));
    }

    private String keep() {
        SERVER.sql("postgres", "CREATE DATABASE " + database + "_kept TEMPLATE " + database);
        return database + "_kept";
    }

    private void putBack(String kept) {
        SERVER.sql("postgres", "DROP DATABASE " + database);
        SERVER.sql("postgres", "CREATE DATABASE " + database + " TEMPLATE " + kept);
    }

    private List<String> restored(Restore.Heights seen) throws Exception {
        try (var open = PutBack.open(settings, new Random(1), waited::add)) {
            return PutBackDatabase.perform(open, shared, seen, NOW);
        } finally {
            awaitNobody(database);
        }
    }

    @Test
    void everyNumberIsPastWhatWasUsedSince() throws Exception {
        var kept = keep();
        go(4);
        go(0);
        Files.createDirectories(shared.resolve("job-logs/9/0/1/0"));
        Files.createFile(shared.resolve("job-logs/9/0/1/0/8.epoch"));
        putBack(kept);

        var said = restored(new Restore.Heights(1, 6, 7));

        assertThat(String.join("\n", said)).contains("incarnation 2", "gets id 10", "logs of 1 attempts");
        var row = leader();
        assertThat(row.incarnation()).isEqualTo(2);
        assertThat(row.epoch()).isEqualTo(8);
        assertThat(row.lastJobId()).isEqualTo(9);
        assertThat(shared.resolve("job-logs/9/0/1")).doesNotExist();
        assertThat(shared.resolve("before-restored-2026-11-21T080000Z/job-logs/9/0/1/0/8.epoch"))
                .exists();
        assertThat(DatabaseStatus.of(settings)).anyMatch(line -> line.startsWith("restored: incarnation 2"));
        assertThat(waited).as("nobody had the lease").isEmpty();
    }

    @Test
    void theSameDumpPutBackTwiceIsTwoIncarnations() throws Exception {
        var kept = keep();
        putBack(kept);
        restored(Restore.Heights.NONE);
        assertThat(leader().incarnation()).isEqualTo(2);
        putBack(kept);
        restored(Restore.Heights.NONE);
        assertThat(leader().incarnation()).isEqualTo(3);
    }

    @Test
    void onlyWhoLeadsRemovesTheMark() throws Exception {
        restored(Restore.Heights.NONE);
        try (var store = PostgresStore.open(settings, new Random(1))) {
            var old = store.takeLead("a").epoch();
            var now = store.takeLead("b").epoch();
            assertThatThrownBy(() -> store.unsettle(SqlStore.RESTORED, old))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            fenced -> assertThat(fenced.kind()).isEqualTo(StoreException.Kind.FENCED));
            assertThat(store.settled(SqlStore.RESTORED)).isPresent();
            store.unsettle(SqlStore.RESTORED, now);
            assertThat(store.settled(SqlStore.RESTORED)).isEmpty();
        }
    }

    @Test
    void aLeaseOfThatTimeRunsOutAndOneThatIsRenewedStands() throws Exception {
        SERVER.sql(database, "UPDATE lease SET holder = 'then', term = 4, duration_ms = 3000");
        awaitNobody(database);
        assertThatThrownBy(() -> PutBack.open(
                        settings,
                        new Random(1),
                        time -> SERVER.sql(database, "UPDATE lease SET renewals = renewals + 1")))
                .hasMessageContaining("a leader's lease stands: then");
        assertThat(leader().incarnation()).isEqualTo(1);

        restored(Restore.Heights.NONE);
        assertThat(waited).containsExactly(Duration.ofMillis(3500));
        assertThat(SERVER.sql(database, "SELECT holder FROM lease")).isEmpty();
        assertThat(leader().incarnation()).isEqualTo(2);
    }

    @Test
    void aControllerThatHasItOpenIsInTheWay() throws Exception {
        try (var open = PostgresStore.open(settings, new Random(1))) {
            assertThat(open.counts()).isNotEmpty();
            assertThatThrownBy(() -> restored(Restore.Heights.NONE))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("stop all controllers first");
            assertThat(open.settled(SqlStore.RESTORED)).isEmpty();
        }
    }

    @Test
    void anEmptyDatabaseDoesNotBecomeAnInstallation() {
        var empty = new PostgresSettings(SERVER.database(), "", Optional.empty());
        assertThatThrownBy(() -> PutBack.open(empty, new Random(1), waited::add))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("there is no installation in it");
    }

    @Test
    void whatFailsHalfWayChangesNothingInTheDatabase() throws Exception {
        Files.createDirectories(shared.resolve("job-logs/9/0/1/0"));
        Files.createDirectories(shared.resolve("before-restored-2026-11-21T080000Z"));
        assertThatThrownBy(() -> restored(Restore.Heights.NONE))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("It can be repeated");
        assertThat(leader().incarnation()).isEqualTo(1);
        assertThat(leader().lastJobId()).isEqualTo(3);
    }
}
