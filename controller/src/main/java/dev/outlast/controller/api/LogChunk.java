package dev.outlast.controller.api;

import java.util.Objects;

/// A piece of what a job printed, as it is to be shown.
///
/// @param text bytes as the job printed them; not copied
/// @param cursor where to go on: opaque, made of letters, digits and `.:/_-`
/// @param more whether more can be read at once
/// @param last whether there will never be anything after it
@SuppressWarnings("ArrayRecordComponent")
public record LogChunk(byte[] text, String cursor, boolean more, boolean last) {
    public LogChunk {
        Objects.requireNonNull(text);
        Objects.requireNonNull(cursor);
    }
}
