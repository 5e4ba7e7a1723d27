package dev.outlast.provider.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What the pretended provider will do by itself, at the time it is due: one thread for all. What is due is found
/// by
/// looking at the cluster, so an entry that comes too early, late or twice does no harm.
final class Agenda implements AutoCloseable {
    private final InstantSource clock;
    private final Consumer<LocalCluster> due;
    private final ScheduledThreadPoolExecutor executor;

    /// @param due called with the cluster whose time has come; must not throw
    Agenda(InstantSource clock, Consumer<LocalCluster> due) {
        this.clock = clock;
        this.due = due;
        this.executor = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("local-agenda").factory());
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void hintAt(LocalCluster cluster, Instant at) {
        var delay = Duration.between(clock.instant(), at);
        var entry =
                executor.schedule(() -> due.accept(cluster), Math.max(0, delay.toMillis() + 1), TimeUnit.MILLISECONDS);
        cluster.whenReleased(() -> entry.cancel(false));
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
