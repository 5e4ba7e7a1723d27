package dev.outlast.controller.store;

import java.time.Duration;
import java.util.Objects;

/// How the SQLite store behaves.
///
/// @param readers read-only connections, 1 to 64
/// @param busyTimeout how long to wait for a lock, or for a free reader
/// @param walCapBytes a write-ahead log above it is cut off at the next checkpoint
/// @param maxBytes of the database file, 0 for no limit; a batch beyond it is refused as FULL
/// @param reserveBytes kept allocated beside the database, to be given up when the disk is full
public record SqliteSettings(int readers, Duration busyTimeout, long walCapBytes, long maxBytes, int reserveBytes) {
    public static final SqliteSettings DEFAULT = new SqliteSettings(4, Duration.ofSeconds(5), 64L << 20, 0, 8 << 20);

    public SqliteSettings {
        Objects.requireNonNull(busyTimeout);
        if (readers < 1 || readers > 64 || walCapBytes < 0 || maxBytes < 0 || reserveBytes < 0) {
            throw new IllegalArgumentException("readers 1 to 64, sizes at least 0: " + readers + ", " + walCapBytes
                    + ", " + maxBytes + ", " + reserveBytes);
        }
    }

    public SqliteSettings withWalCapBytes(long bytes) {
        return new SqliteSettings(readers, busyTimeout, bytes, maxBytes, reserveBytes);
    }

    public SqliteSettings withMaxBytes(long bytes) {
        return new SqliteSettings(readers, busyTimeout, walCapBytes, bytes, reserveBytes);
    }

    public SqliteSettings withReserveBytes(int bytes) {
        return new SqliteSettings(readers, busyTimeout, walCapBytes, maxBytes, bytes);
    }
}
