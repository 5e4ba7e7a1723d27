package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A full disk refuses whole batches, harms nothing, and leaves a way out.
class FullDiskTest {
    @TempDir
    Path directory;

    @Test
    void aBatchBeyondTheLimitIsRefusedWhole() throws Exception {
        var settings = SqliteSettings.DEFAULT.withReserveBytes(0).withMaxBytes(512 << 10);
        try (var store = Stores.open(directory.resolve("outlast.db"), settings)) {
            store.takeLead("a");
            fill(store, 64);
            var leader = store.leader();
            var count = leader.lastJobId();
            assertThat(store.counts().values()).containsExactly(count);
            assertThat(store.job(new JobId(count + 1))).isEmpty();
            store.commit(after(leader).with(job(1, "PENDING")).build());
            assertThat(store.leader().lastBatch()).isEqualTo(leader.lastBatch() + 1);
        }
    }

    /// The real thing: a disk of 16 MiB. Nothing more fits; the reserve is given up; cancels fit.
    @Test
    void onAFullDiskTheReserveLetsCancelsThrough() throws Exception {
        var disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", disk.toString()), "needs to mount a tmpfs");
        try {
            var settings = SqliteSettings.DEFAULT.withReserveBytes(4 << 20);
            try (var store = Stores.open(disk.resolve("outlast.db"), settings)) {
                assertThat(Files.size(disk.resolve("reserve"))).isEqualTo(4 << 20);
                store.takeLead("a");
                fill(store, 64);
                fillUntilCancelsAreRefused(store);
                store.releaseReserve();
                store.commit(cancels(store));
                assertThat(store.counts()).containsEntry("CANCELLING", 64L);
                assertThat(store.restoreReserve()).isFalse();
                assertThat(disk.resolve("reserve")).doesNotExist();
            }
            try (var again = Stores.open(disk.resolve("outlast.db"), SqliteSettings.DEFAULT.withReserveBytes(0))) {
                assertThat(again.counts()).containsEntry("CANCELLING", 64L);
            }
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    @Test
    void theReserveIsAllocatedAndTakenAgain() throws Exception {
        var file = directory.resolve("reserve");
        var settings = SqliteSettings.DEFAULT.withReserveBytes(100_000);
        try (var store = Stores.open(directory.resolve("outlast.db"), settings)) {
            assertThat(Files.size(file)).isEqualTo(100_000);
            store.releaseReserve();
            assertThat(file).doesNotExist();
            store.releaseReserve();
            assertThat(store.restoreReserve()).isTrue();
            assertThat(Files.size(file)).isEqualTo(100_000);
        }
    }

    /// Commits new jobs until the store says FULL.
    private static void fill(SqliteStore store, int perBatch) throws StoreException {
        for (var next = store.leader().lastJobId() + 1; ; next += perBatch) {
            try {
                Stores.commitJobs(store, next, next + perBatch - 1, "PENDING");
            } catch (StoreException e) {
                assertThat(e.kind()).isEqualTo(StoreException.Kind.FULL);
                return;
            }
        }
    }

    /// The log may be used again from its beginning, and then there is room for a batch after one was refused.
    private static void fillUntilCancelsAreRefused(SqliteStore store) throws StoreException {
        for (int i = 0; i < 200; i++) {
            fill(store, 1);
            var before = store.leader();
            try {
                store.commit(cancels(store));
            } catch (StoreException refused) {
                assertThat(refused.kind()).isEqualTo(StoreException.Kind.FULL);
                assertThat(store.leader()).isEqualTo(before);
                return;
            }
        }
        throw new AssertionError("cancels always find room");
    }

    private static Batch cancels(SqliteStore store) throws StoreException {
        return after(store.leader()).with(Stores.jobs(1, 64, "CANCELLING")).build();
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
