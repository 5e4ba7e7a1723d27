package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files that were cut off, overwritten, or made by somebody else.
class DamageTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("outlast.db");
    }

    @Test
    void whatTheOperatingSystemHeldAtAKillIsEnough() throws Exception {
        try (var store = Stores.open(file)) {
            store.takeLead("a");
            Stores.commitJobs(store, 1, 10, "PENDING");
            store.checkpoint();
            Stores.commitJobs(store, 1, 5, "RUNNING");
            var copy = copied();
            try (var again = Stores.open(copy)) {
                assertThat(again.leader()).isEqualTo(store.leader());
                assertThat(again.counts()).isEqualTo(store.counts());
                assertThat(again.events(EventCursor.START, 100)).hasSize(15);
            }
        }
    }

    /// A power cut may leave any part of the last, unacknowledged batch in the log: it is gone as a whole.
    @Test
    void aTornLastBatchIsGoneAsAWhole() throws Exception {
        try (var store = Stores.open(file)) {
            store.takeLead("a");
            Stores.commitJobs(store, 1, 10, "PENDING");
            var acknowledged = store.walBytes();
            Stores.commitJobs(store, 11, 80, "PENDING");
            var all = store.walBytes();
            for (var cut = acknowledged; cut < all; cut += 4_500) {
                var copy = copied();
                try (var wal = new RandomAccessFile(copy + "-wal", "rw")) {
                    wal.setLength(cut);
                }
                try (var again = Stores.open(copy)) {
                    assertThat(again.leader().lastBatch()).isEqualTo(1);
                    assertThat(again.counts()).containsEntry("PENDING", 10L);
                    assertThat(again.job(new JobId(11))).isEmpty();
                }
            }
        }
    }

    @Test
    void whatIsNoDatabaseIsRefusedByName() throws Exception {
        Files.writeString(file, "this is not a database, but long enough to look at ".repeat(50));
        assertCannotOpen("outlast.db cannot be used", "not a database");
    }

    @Test
    void aDatabaseThatANewerVersionHasAddedToIsUsed() throws Exception {
        Stores.open(file).close();
        try (var handle = new SqliteConnections(file, SqliteSettings.DEFAULT).writer()) {
            handle.execute("INSERT INTO migrations (version, name, checksum) VALUES (99, 'V99__later.sql', 1)");
        }
        // What it must not read is said by the feature level.
        Stores.open(file).close();
    }

    @Test
    void aMigrationThatIsNotTheOneAppliedIsRefused() throws Exception {
        Stores.open(file).close();
        try (var handle = new SqliteConnections(file, SqliteSettings.DEFAULT).writer()) {
            handle.execute("UPDATE migrations SET checksum = 1");
        }
        assertCannotOpen("migration 1 is");
    }

    @Test
    void aDamagedPageStopsTheStoreAndTellsTheHandlerOnce() throws Exception {
        try (var store = Stores.open(file)) {
            store.takeLead("a");
            Stores.commitJobs(store, 1, 2_000, "PENDING");
            store.checkpoint();
        }
        overwrite();
        var told = new ArrayList<String>();
        try (var store = SqliteStore.open(
                file, SqliteSettings.DEFAULT.withReserveBytes(0), new Random(1), (what, _) -> told.add(what))) {
            assertUnknown(() -> readAll(store));
            assertUnknown(() -> store.job(new JobId(1)));
            assertUnknown(() ->
                    store.commit(after(store.leader()).with(job(1, "RUNNING")).build()));
            assertUnknown(store::checkpoint);
        }
        assertThat(told).hasSize(1);
        assertThat(told.getFirst()).contains("outlast.db").containsIgnoringCase("malformed");
    }

    private static List<?> readAll(Store store) throws StoreException {
        var all = new ArrayList<Object>(store.live(0, 10_000));
        all.addAll(store.events(EventCursor.START, 10_000));
        all.addAll(store.counts().entrySet());
        return all;
    }

    /// Leaves the first pages, with the schema, and ruins the rest.
    private void overwrite() throws IOException {
        try (var pages = new RandomAccessFile(file.toFile(), "rw")) {
            var garbage = new byte[4096];
            new Random(3).nextBytes(garbage);
            for (var page = 40; page < pages.length() / 4096; page++) {
                pages.seek(page * 4096L);
                pages.write(garbage);
            }
        }
    }

    /// By another process: closing any descriptor of the database here would drop SQLite's own locks.
    private Path copied() throws IOException, InterruptedException {
        var copy = directory.resolve("copy.db");
        Files.deleteIfExists(Path.of(copy + "-shm"));
        for (var suffix : List.of("", "-wal")) {
            var cp = new ProcessBuilder("cp", file + suffix, copy + suffix).start();
            assertThat(cp.waitFor()).isZero();
        }
        return copy;
    }

    private void assertCannotOpen(String... parts) {
        assertThatThrownBy(() -> Stores.open(file))
                .isInstanceOf(StoreException.class)
                .message()
                .contains(parts);
    }

    private interface Command {
        void run() throws Exception;
    }

    private static void assertUnknown(Command call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.kind()).isEqualTo(StoreException.Kind.UNKNOWN));
    }
}
