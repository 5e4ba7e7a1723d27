package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;

import dev.outlast.controller.codec.StateCodecSpeed;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.SampleRows;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;

/// Prints what `docs/store.md` quotes. Run it by hand with the test class path; an argument names the directory, a
/// second one the URL of an empty PostgreSQL database to measure instead.
final class StoreBench {
    private static final String STATE = StateCodecSpeed.sample();

    private StoreBench() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 1) {
            postgres(args[1]);
            return;
        }
        var directory = Files.createTempDirectory(Path.of(args.length > 0 ? args[0] : "."), "bench");
        var file = directory.resolve("outlast.db");
        measureOpen("open a new one", file);
        measureOpen("open an existing one", file);
        try (var store = Stores.open(file)) {
            var leader = store.takeLead("bench");
            leader = commits(store, leader, 1, 640, "warm up");
            leader = commits(store, leader, 64, 1_600, "new jobs, 64 a batch");
            leader = commits(store, leader, 64, 800, "changed jobs, 64 a batch");
            var _ = commits(store, leader, 1, 2_000, "changed jobs, 1 a batch");
            System.out.printf("state of %d bytes; database %d MiB%n", STATE.length(), Files.size(file) >> 20);
            reads(store);
        }
        StateCodecSpeed.main(args);
        try (var files = Files.list(directory)) {
            for (var left : files.toList()) {
                Files.delete(left);
            }
        }
        Files.delete(directory);
    }

    private static void postgres(String url) throws Exception {
        try (var store = PostgresStore.open(new PostgresSettings(url, "", Optional.empty()), new Random(1))) {
            var leader = store.takeLead("bench");
            leader = commits(store, leader, 1, 640, "warm up");
            leader = commits(store, leader, 64, 1_600, "new jobs, 64 a batch");
            leader = commits(store, leader, 64, 800, "changed jobs, 64 a batch");
            var _ = commits(store, leader, 1, 2_000, "changed jobs, 1 a batch");
            reads(store);
        }
    }

    private static void reads(SqlStore store) throws Exception {
        time("counts()", store::counts);
        time("job(id)", () -> store.job(new JobId(50_000)));
        time("jobs, newest 100", () -> store.jobs(new JobPage(Long.MAX_VALUE, 100, Set.of(), "", "")));
        time(
                "jobs, 100 of 3 statuses",
                () -> store.jobs(new JobPage(60_000, 100, Set.of("PENDING", "RUNNING", "FAILED"), "", "ann")));
        time("jobs, none of a status", () -> store.jobs(new JobPage(Long.MAX_VALUE, 100, Set.of("NONE"), "", "")));
        time("live, 1,000", () -> store.live(40_000, 1_000));
        time("live, 10,000", () -> store.live(40_000, 10_000));
        time("events of a job", () -> store.events(new JobId(3_000), EventCursor.START, 100));
        time("events, 10,000", () -> store.events(new EventCursor(900, 0), 10_000));
    }

    private static LeaderRow commits(SqlStore store, LeaderRow from, int jobs, int batches, String what)
            throws Exception {
        var fresh = what.startsWith("new");
        var times = new long[batches];
        var leader = from;
        var begin = System.nanoTime();
        var cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        for (var b = 0; b < batches; b++) {
            var start = System.nanoTime();
            var batch = after(leader);
            for (var j = 0; j < jobs; j++) {
                var id = fresh
                        ? leader.lastJobId() + 1 + j
                        : 1 + (b * 7919L * jobs + j) % Math.max(jobs, leader.lastJobId());
                batch.with(job(id, b % 2 == 0 ? "PENDING" : "RUNNING")).withEvent(id);
            }
            var built = batch.build();
            store.commit(built);
            times[b] = System.nanoTime() - start;
            leader = new LeaderRow(leader.epoch(), built.number(), leader.installation(), 1, 1, "", built.lastJobId());
            if (b % 50 == 49) {
                Thread.ofVirtual().start(() -> checkpoint(store)).join();
            }
        }
        var seconds = (System.nanoTime() - begin) / 1e9;
        cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu;
        Arrays.sort(times);
        System.out.printf(
                "%-28s %8.0f job rows/s with events; a batch: p50 %.2f ms, p99 %.2f ms, CPU %.2f ms; log %d MiB%n",
                what,
                jobs * batches / seconds,
                times[batches / 2] / 1e6,
                times[batches * 99 / 100] / 1e6,
                cpu / 1e6 / batches,
                store.walBytes() >> 20);
        return leader;
    }

    private static void checkpoint(SqlStore store) {
        try {
            store.checkpoint();
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JobRow job(long id, String status) {
        var j = SampleRows.job(id, "job-" + id % 1000, "user-" + id % 50, status, true);
        return new JobRow(
                j.id(),
                j.name(),
                j.user(),
                0,
                status,
                "",
                true,
                0,
                j.submittedAt(),
                j.startedAt(),
                j.endedAt(),
                "",
                j.specHash(),
                j.meta(),
                STATE);
    }

    private static void measureOpen(String what, Path file) throws Exception {
        var start = System.nanoTime();
        Stores.open(file).close();
        System.out.printf("%-28s %8.1f ms%n", what, (System.nanoTime() - start) / 1e6);
    }

    private static void time(String what, Callable<?> call) throws Exception {
        var times = new long[200];
        for (var i = 0; i < times.length; i++) {
            var start = System.nanoTime();
            call.call();
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        System.out.printf("%-28s p50 %.3f ms, p99 %.3f ms%n", what, times[100] / 1e6, times[198] / 1e6);
    }
}
