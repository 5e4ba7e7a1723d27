package dev.outlast.core.spi;

import dev.outlast.core.cluster.ClusterHandle;

/// Optional power of a [Launcher]: reads what a rank printed, by offset.
public interface LogAccess {
    /// Up to `maxBytes` of the rank's output from `offset` on; empty when there is no more yet.
    ///
    /// @param rank 0-based
    /// @param offset in bytes from the attempt's first byte
    /// @param maxBytes 1 to 16 MiB
    /// @throws LauncherException when the rank cannot be read now
    byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException;

    /// Tells the node that everything before `offset` is kept elsewhere, so that it may free the space. A hint.
    default void logKept(ClusterHandle handle, int rank, long offset) {}
}
