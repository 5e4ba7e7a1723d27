package dev.outlast.controller.api;

import java.util.Objects;

/// Which part of a job's log is wanted.
///
/// @param attempt 0 for all
/// @param task −1 for all
/// @param cursor token of the piece before; empty to begin
/// @param tail how many last lines to begin with when there is no cursor; −1 for everything
/// @param maxBytes 1 KiB to 16 MiB
public record LogQuery(int attempt, int task, String cursor, long tail, int maxBytes) {
    public LogQuery {
        Objects.requireNonNull(cursor);
        if (maxBytes < 1 << 10 || maxBytes > 16 << 20) {
            throw new IllegalArgumentException("max_bytes must be 1024 to 16777216: " + maxBytes);
        }
    }
}
