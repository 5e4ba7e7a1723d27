package dev.outlast.logs;

/// A part of a segment that is read at once: output, or a gap.
///
/// @param offset of its first byte in the rank's output
/// @param length in bytes of the rank's output; for output at most [Frames#MAX_PAYLOAD]
/// @param position in the segment's file
/// @param stored bytes in the segment's file
record Block(boolean gap, long offset, long length, long position, int stored, TimeMarks marks) {
    long end() {
        return offset + length;
    }
}
