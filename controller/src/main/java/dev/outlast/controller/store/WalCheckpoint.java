package dev.outlast.controller.store;

import java.nio.file.Path;
import org.jdbi.v3.core.Handle;

/// Moves the write-ahead log into the database, on a connection of its own so that no commit ever pays for it.
final class WalCheckpoint {
    private final Handle handle;
    private final Path wal;
    private final long capBytes;

    WalCheckpoint(Handle handle, Path database, long capBytes) {
        this.handle = handle;
        this.wal = Path.of(database + "-wal");
        this.capBytes = capBytes;
    }

    /// PASSIVE waits for nobody. Above the cap TRUNCATE also waits for readers and the writer, to cut the file off.
    ///
    /// @return whether everything that was in the log is now in the database
    synchronized boolean run() {
        var mode = bytes() > capBytes ? "TRUNCATE" : "PASSIVE";
        return handle.createQuery("PRAGMA wal_checkpoint(" + mode + ")")
                .map((row, _) -> row.getInt(1) == 0 && row.getLong(2) == row.getLong(3))
                .one();
    }

    long bytes() {
        return wal.toFile().length();
    }
}
