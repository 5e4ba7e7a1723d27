package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.store.StoreException;
import java.nio.file.Path;
import java.time.Duration;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The write-ahead log: what grows it, what moves it, what is in its way.
class WalTest {
    @TempDir
    Path directory;

    @Test
    void theWriterSyncsAndNeverMovesTheLogItself() throws Exception {
        try (var writer = connections().writer()) {
            assertThat(pragma(writer, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(writer, "synchronous")).isEqualTo("2");
            assertThat(pragma(writer, "wal_autocheckpoint")).isEqualTo("0");
            assertThat(pragma(writer, "foreign_keys")).isEqualTo("1");
            assertThat(pragma(writer, "busy_timeout")).isEqualTo("5000");
            assertThat(pragma(writer, "journal_size_limit")).isEqualTo(String.valueOf(64 << 20));
            try (var reader = connections().reader()) {
                assertThatThrownBy(() -> reader.execute("CREATE TABLE t (x)")).hasMessageContaining("readonly");
            }
        }
    }

    @Test
    void aCheckpointMovesTheLogAndItsRoomIsUsedAgain() throws Exception {
        try (var store = Stores.open(directory.resolve("outlast.db"))) {
            store.takeLead("a");
            Stores.commitJobs(store, 1, 500, "PENDING");
            var grown = store.walBytes();
            assertThat(store.checkpoint()).isTrue();
            Stores.commitJobs(store, 1, 10, "RUNNING");
            assertThat(store.walBytes()).isEqualTo(grown);
        }
    }

    @Test
    void aboveTheCapTheLogIsCutOff() throws Exception {
        var settings = SqliteSettings.DEFAULT.withReserveBytes(0).withWalCapBytes(100_000);
        try (var store = Stores.open(directory.resolve("outlast.db"), settings)) {
            store.takeLead("a");
            Stores.commitJobs(store, 1, 1_000, "PENDING");
            assertThat(store.walBytes()).isGreaterThan(100_000);
            assertThat(store.checkpoint()).isTrue();
            assertThat(store.walBytes()).isZero();
            assertThat(store.live(0, 10_000)).hasSize(1_000);
        }
    }

    @Test
    void aReaderThatStaysHoldsTheLogBackButNotTheWriter() throws Exception {
        try (var store = Stores.open(directory.resolve("outlast.db"));
                var reader = connections().reader()) {
            store.takeLead("a");
            reader.execute("BEGIN");
            assertThat(pragma(reader, "user_version")).isEqualTo("0");
            assertThat(reader.createQuery("SELECT epoch FROM leader")
                            .mapTo(Long.class)
                            .one())
                    .isEqualTo(1);
            Stores.commitJobs(store, 1, 10, "PENDING");
            assertThat(store.checkpoint()).isFalse();
            reader.execute("COMMIT");
            assertThat(store.checkpoint()).isTrue();
        }
    }

    @Test
    void aForeignWriterMakesTheOutcomeUnknownButNotFatal() throws Exception {
        var settings = new SqliteSettings(1, Duration.ofMillis(50), 64 << 20, 0, 0);
        try (var store = Stores.open(directory.resolve("outlast.db"), settings);
                var foreign = connections().writer()) {
            store.takeLead("a");
            foreign.execute("BEGIN IMMEDIATE");
            assertThatThrownBy(() -> Stores.commitJobs(store, 1, 1, "PENDING"))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNKNOWN));
            assertThat(store.leader().lastBatch()).isZero();
            foreign.execute("ROLLBACK");
            Stores.commitJobs(store, 1, 1, "PENDING");
            assertThat(store.leader().lastBatch()).isEqualTo(1);
        }
    }

    private SqliteConnections connections() {
        return new SqliteConnections(directory.resolve("outlast.db"), SqliteSettings.DEFAULT);
    }

    private static String pragma(Handle handle, String name) {
        return handle.createQuery("PRAGMA " + name).mapTo(String.class).one();
    }
}
