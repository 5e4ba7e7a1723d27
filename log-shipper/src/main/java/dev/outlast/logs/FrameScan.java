package dev.outlast.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Walks over the valid frames of a file that may still grow, and remembers where it stopped.
final class FrameScan {
    interface Visitor {
        /// @param position of the frame in the file
        /// @param size of the frame in the file
        void frame(boolean gap, long offset, long length, long position, int size, long millis);
    }

    private long position;
    private long offset;

    FrameScan(long startOffset) {
        offset = startOffset;
    }

    /// Where the next frame begins in the file; 0 when not even the head is valid.
    long position() {
        return position;
    }

    /// The offset in the output after the last valid frame.
    long offset() {
        return offset;
    }

    /// Goes on to the last valid frame that is there now.
    ///
    /// @return false when what follows is not (yet) a valid frame
    boolean advance(FileChannel file, Visitor visitor) throws IOException {
        var size = file.size();
        if (size <= position) {
            return size == position;
        }
        var buffer = ByteBuffer.allocate((int) Math.min(size - position, Frames.HEADER + Frames.MAX_PAYLOAD));
        buffer.limit(0);
        if (position == 0) {
            fill(file, buffer);
            if (!Frames.isHead(buffer)) {
                return false;
            }
            step(buffer, Frames.HEAD);
        }
        while (true) {
            if (buffer.remaining() < Frames.HEADER && !fill(file, buffer)) {
                return !buffer.hasRemaining();
            }
            if (buffer.remaining() < Frames.HEADER) {
                return false;
            }
            var frame = Frames.sizeAt(buffer);
            if (frame < 0 || (buffer.remaining() < frame && (!fill(file, buffer) || buffer.remaining() < frame))) {
                return false;
            }
            if (!Frames.isValid(buffer, frame, offset)) {
                return false;
            }
            var length = Frames.length(buffer, frame);
            visitor.frame(Frames.isGap(buffer), offset, length, position, frame, Frames.millis(buffer));
            offset += length;
            step(buffer, frame);
        }
    }

    private void step(ByteBuffer buffer, int bytes) {
        buffer.position(buffer.position() + bytes);
        position += bytes;
    }

    /// Fills the buffer, which then begins at [#position].
    private boolean fill(FileChannel file, ByteBuffer buffer) throws IOException {
        buffer.compact();
        var before = buffer.position();
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        var read = buffer.position() - before;
        buffer.flip();
        return read > 0;
    }
}
