package dev.outlast.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The form of a segment that still grows: an 8-byte head, then frames, each with a checksum, so that the valid end
/// can be found after a crash.
///
/// A frame is: kind (1 byte, `D` or `G`), payload length (4), CRC-32C (4), first-read time in milliseconds (8),
/// payload; numbers are big-endian. The checksum covers the frame's offset in the output too: what a failed write
/// left behind, or output that looks like a frame, is never taken for one in another place.
final class Frames {
    static final int HEAD = 8;
    static final int HEADER = 17;
    static final int MAX_PAYLOAD = 256 << 10;
    /// Offsets have 16 digits in file names.
    static final long MAX_OFFSET = 9_999_999_999_999_999L;

    private static final byte DATA = 'D';
    private static final byte GAP = 'G';
    private static final byte[] MAGIC = "OUTLOG1\n".getBytes(StandardCharsets.US_ASCII);

    private Frames() {}

    static byte[] head() {
        return MAGIC.clone();
    }

    static boolean isHead(ByteBuffer buffer) {
        return buffer.remaining() >= HEAD
                && buffer.slice(buffer.position(), HEAD).equals(ByteBuffer.wrap(MAGIC));
    }

    static void putData(ByteBuffer out, long offset, long millis, byte[] bytes, int from, int length) {
        put(out, DATA, offset, millis, ByteBuffer.wrap(bytes, from, length));
    }

    static void putGap(ByteBuffer out, long offset, long millis, long missing) {
        put(out, GAP, offset, millis, ByteBuffer.allocate(8).putLong(missing).flip());
    }

    private static void put(ByteBuffer out, byte kind, long offset, long millis, ByteBuffer payload) {
        var crc = checksum(kind, offset, millis, payload.duplicate());
        out.put(kind).putInt(payload.remaining()).putInt(crc).putLong(millis).put(payload);
    }

    /// Bytes of the frame whose header is at the buffer's position, or -1 when that is no header.
    static int sizeAt(ByteBuffer buffer) {
        var kind = buffer.get(buffer.position());
        var length = buffer.getInt(buffer.position() + 1);
        var possible = kind == DATA ? length > 0 && length <= MAX_PAYLOAD : kind == GAP && length == 8;
        return possible ? HEADER + length : -1;
    }

    /// Whether the whole frame at the buffer's position is what was written for `offset`.
    static boolean isValid(ByteBuffer buffer, int size, long offset) {
        var at = buffer.position();
        var length = length(buffer, size);
        return length > 0
                && offset + length <= MAX_OFFSET
                && buffer.getInt(at + 5)
                        == checksum(
                                buffer.get(at),
                                offset,
                                buffer.getLong(at + 9),
                                buffer.slice(at + HEADER, size - HEADER));
    }

    static boolean isGap(ByteBuffer buffer) {
        return buffer.get(buffer.position()) == GAP;
    }

    /// Bytes of output that the frame stands for.
    static long length(ByteBuffer buffer, int size) {
        return isGap(buffer) ? Math.min(buffer.getLong(buffer.position() + HEADER), MAX_OFFSET) : size - HEADER;
    }

    static long millis(ByteBuffer buffer) {
        return buffer.getLong(buffer.position() + 9);
    }

    private static int checksum(byte kind, long offset, long millis, ByteBuffer payload) {
        var head = ByteBuffer.allocate(21)
                .put(kind)
                .putInt(payload.remaining())
                .putLong(millis)
                .putLong(offset);
        var crc = new CRC32C();
        crc.update(head.flip());
        crc.update(payload);
        return (int) crc.getValue();
    }
}
