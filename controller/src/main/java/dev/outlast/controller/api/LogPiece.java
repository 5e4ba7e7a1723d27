package dev.outlast.controller.api;

import java.nio.ByteBuffer;
import java.util.Objects;

/// A piece of a job's log.
///
/// @param cursor where to go on
/// @param end whether the job has ended and everything was given
/// @param status of the job now
public record LogPiece(ByteBuffer bytes, String cursor, boolean end, String status) {
    public LogPiece {
        Objects.requireNonNull(bytes);
        Objects.requireNonNull(cursor);
        Objects.requireNonNull(status);
    }
}
