package dev.outlast.provider.local;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A process that this launcher started.
///
/// @param exit completed with its exit code once it has ended
record Started(ProcessHandle handle, CompletableFuture<Integer> exit) {
    static Started of(Process process) {
        return new Started(process.toHandle(), process.onExit().thenApply(Process::exitValue));
    }

    /// A child that was spawned.
    static Started of(Spawn spawn, int pid) {
        // Not yet reaped, so it is there, if only as a zombie.
        var handle = ProcessHandle.of(pid).orElseThrow();
        return new Started(handle, handle.onExit().thenApply(_ -> spawn.reap(pid)));
    }

    boolean isAlive() {
        return !exit.isDone();
    }

    /// @return whether it has ended by then
    boolean waitFor(long millis) throws InterruptedException {
        try {
            exit.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRuns) {
            return false;
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
