package dev.outlast.core.spi;

import dev.outlast.core.cluster.ClusterHandle;
import java.time.Duration;

/// Optional power of a [Launcher]: reads what a rank printed, by offset.
public interface LogAccess {
    /// Up to `maxBytes` of the rank's output from `offset` on; empty when there is no more yet.
    ///
    /// @param rank 0-based
    /// @param offset in bytes from the attempt's first byte
    /// @param maxBytes 1 to 16 MiB
    /// @throws LauncherException when the rank cannot be read now
    byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException;

    /// The first offset that can still be read; bytes before it are gone, and what [#readLog] gives for them means
    /// nothing. It never falls, and never passes what [#logKept] was told.
    ///
    /// @throws LauncherException when the rank cannot be asked now
    default long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        return 0;
    }

    /// Tells the node that everything before `offset` is kept elsewhere, so that it may free the space. A hint.
    default void logKept(ClusterHandle handle, int rank, long offset) {}

    /// How far apart reads of logs should be, those of all attempts together: what a provider bears that is asked for
    /// each. A log that somebody watches is read as often as ever. Zero where a read costs next to nothing.
    default Duration pace() {
        return Duration.ZERO;
    }
}
