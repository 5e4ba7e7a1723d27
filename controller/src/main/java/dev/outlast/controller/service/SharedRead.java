package dev.outlast.controller.service;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// One read for all who ask at the same time. Whoever asks gets what was read after asking, never before: an answer
/// that was under way already is not shared.
final class SharedRead<T> {
    private final Callable<T> source;
    private final ReentrantLock reading = new ReentrantLock();
    private final Object door = new Object();
    private @Nullable CompletableFuture<T> gathering;

    SharedRead(Callable<T> source) {
        this.source = source;
    }

    /// @throws Exception what the read threw
    T read() throws Exception {
        CompletableFuture<T> mine;
        boolean first;
        synchronized (door) {
            var begun = gathering;
            first = begun == null;
            mine = begun == null ? new CompletableFuture<>() : begun;
            gathering = mine;
        }
        if (first) {
            perform(mine);
        }
        try {
            return mine.get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private void perform(CompletableFuture<T> round) {
        reading.lock();
        try {
            synchronized (door) {
                // From here on who asks waits for the next round.
                gathering = null;
            }
            round.complete(source.call());
        } catch (Throwable failed) {
            round.completeExceptionally(failed);
        } finally {
            reading.unlock();
        }
    }
}
