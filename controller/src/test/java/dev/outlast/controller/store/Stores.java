package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.SampleRows;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.LongStream;

/// SQLite stores for tests.
final class Stores {
    private Stores() {}

    static SqliteStore open(Path database) throws StoreException {
        return open(database, SqliteSettings.DEFAULT.withReserveBytes(0));
    }

    static SqliteStore open(Path database, SqliteSettings settings) throws StoreException {
        return SqliteStore.open(database, settings, new Random(1), (what, cause) -> {
            throw new AssertionError(what, cause);
        });
    }

    /// Jobs `from` to `to`, with one event each, in one batch.
    static void commitJobs(Store store, long from, long to, String status) throws StoreException {
        var batch = after(store.leader());
        for (var row : jobs(from, to, status)) {
            batch.with(row).withEvent(row.id().value());
        }
        store.commit(batch.build());
    }

    /// Jobs 1 to `count`, pending.
    static void commitJobsAsLeader(Store store, long count) throws StoreException {
        store.takeLead("a");
        commitJobs(store, 1, count, "PENDING");
    }

    static JobRow[] jobs(long from, long to, String status) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> SampleRows.job(id, status))
                .toArray(JobRow[]::new);
    }
}
