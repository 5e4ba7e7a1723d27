package dev.outlast.provider.local;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// A program, not a test: how many jobs that do nothing go through launch, activate, observe and release per
/// second.
/// Arguments: how many, how many at once, `true` for hollow nodes. Run it under `time` to see the processor's time
/// with that of the nodes.
final class NoOpCycles {
    private NoOpCycles() {}

    public static void main(String[] arguments) throws Exception {
        var count = Integer.parseInt(arguments[0]);
        var atOnce = new Semaphore(Integer.parseInt(arguments[1]));
        try (var bench = new LocalBench(Map.of("hollow", arguments[2]));
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var exits = new ConcurrentHashMap<ClusterHandle, CompletableFuture<Boolean>>();
            bench.launcher().onHint(handle -> {
                var exit = exits.get(handle);
                if (exit != null && hasExited(bench.launcher(), handle)) {
                    exit.complete(true);
                }
            });
            // As many again before it, for the compiler to settle.
            cycles(bench, exits, threads, atOnce, 1, count);
            var before = ticks();
            var start = System.nanoTime();
            cycles(bench, exits, threads, atOnce, count + 1, count);
            var seconds = (System.nanoTime() - start) / 1e9;
            var after = ticks();
            System.out.printf(
                    "processor per cycle: %.2f ms here, %.2f ms in nodes%n",
                    (after[0] - before[0]) * 10.0 / count, (after[1] - before[1]) * 10.0 / count);
            System.out.printf("%d cycles in %.2f s: %.0f per second%n", count, seconds, count / seconds);
        }
    }

    /// Processor time of this process and of its ended children, in hundredths of a second.
    private static long[] ticks() throws IOException {
        var stat = Files.readString(Path.of("/proc/self/stat"));
        var fields = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1);
        return new long[] {
            Long.parseLong(fields[11]) + Long.parseLong(fields[12]),
            Long.parseLong(fields[13]) + Long.parseLong(fields[14])
        };
    }

    private static void cycles(
            LocalBench bench,
            Map<ClusterHandle, CompletableFuture<Boolean>> exits,
            ExecutorService threads,
            Semaphore atOnce,
            int first,
            int count)
            throws InterruptedException, ExecutionException {
        var cycles = new ArrayList<Future<?>>();
        for (var job = first; job < first + count; job++) {
            var number = job;
            atOnce.acquire();
            cycles.add(threads.submit(() -> {
                try {
                    return cycle(bench, exits, number);
                } finally {
                    atOnce.release();
                }
            }));
        }
        for (var cycle : cycles) {
            cycle.get();
        }
    }

    private static boolean cycle(LocalBench bench, Map<ClusterHandle, CompletableFuture<Boolean>> exits, int job)
            throws LauncherException, InterruptedException, ExecutionException {
        var launcher = bench.launcher();
        var token = new Token("bench", 1, new JobId(job), 0, 1);
        var offer = launcher.offers(LocalBench.demand(1, "roomy", "local.small", Demand.Spot.NO))
                .getFirst();
        var handle = launcher.launch(new ClusterRequest(token, 1, offer, 1, "bench"));
        var exit = new CompletableFuture<Boolean>();
        exits.put(handle, exit);
        launcher.activate(handle, LocalBench.shell(token, 1, "", "exit 0", Map.of(), List.of()));
        exit.get();
        exits.remove(handle);
        launcher.observe(List.of(handle));
        launcher.release(handle);
        return true;
    }

    private static boolean hasExited(LocalLauncher launcher, ClusterHandle handle) {
        return launcher.observe(List.of(handle)).get(handle) instanceof Observation.Up(var ranks)
                && ranks.getFirst().phase() instanceof Phase.Exited;
    }
}
