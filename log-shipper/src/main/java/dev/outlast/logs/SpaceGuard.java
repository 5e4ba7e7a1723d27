package dev.outlast.logs;

/// Says whether there is room before bytes are written.
public interface SpaceGuard {
    /// Admits everything; a full disk still fails with [LogSpaceException].
    SpaceGuard OPEN = bytes -> {};

    /// The guard of one rank's log, which is about to be written.
    default SpaceGuard of(RankKey key) {
        return this;
    }

    /// @param bytes about to be written
    /// @throws LogSpaceException when they must wait
    void admit(long bytes) throws LogSpaceException;
}
