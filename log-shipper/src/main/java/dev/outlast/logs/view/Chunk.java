package dev.outlast.logs.view;

import java.nio.ByteBuffer;

/// A piece of a job's log.
///
/// @param bytes empty when there is nothing more now
/// @param next where to go on
/// @param end whether all attempts that the caller named, perhaps none, have ended and are shown to their last byte
public record Chunk(ByteBuffer bytes, JobLogCursor next, boolean end) {
    /// A new view each time: reading it moves nothing here.
    @Override
    public ByteBuffer bytes() {
        return bytes.duplicate();
    }
}
