package dev.outlast.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What a reader finds at an offset.
public sealed interface Piece {
    /// In bytes of the rank's output.
    long offset();

    /// Where to read next.
    long end();

    /// When the controller read it first, to the second.
    Instant firstRead();

    /// Bytes of the rank's output.
    ///
    /// @param bytes read-only, at least one
    record Data(long offset, ByteBuffer bytes, Instant firstRead) implements Piece {
        /// A new view each time: reading it moves nothing here.
        @Override
        public ByteBuffer bytes() {
            return bytes.duplicate();
        }

        @Override
        public long end() {
            return offset + bytes.remaining();
        }
    }

    /// Bytes that the rank printed and nobody has any more.
    record Gap(long offset, long length, Reason reason, Instant firstRead) implements Piece {
        @Override
        public long end() {
            return offset + length;
        }

        /// The line that stands for it, with its line end.
        public String line() {
            return line(length, reason);
        }

        static String line(long length, Reason reason) {
            return switch (reason) {
                case MISSING -> "[outlast: " + length + " bytes of log are missing here]\n";
                case QUOTA -> "[outlast: " + length + " bytes of log were deleted here to keep the quota]\n";
            };
        }

        static byte[] bytes(long length, Reason reason) {
            return line(length, reason).getBytes(StandardCharsets.UTF_8);
        }
    }

    enum Reason {
        /// They never reached the controller, or its disk lost them.
        MISSING,
        /// The quota deleted them.
        QUOTA
    }
}
