package dev.outlast.logs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// The form of a block in a sealed segment: one gzip member whose extra field (`OL`) says which block it is and how
/// long
/// the member is. Any gzip reads the file; we hop from header to header and decompress one block.
final class GzipMember {
    /// Up to and with the length of the extra field.
    static final int FIXED = 12;
    /// Checksum and length after the compressed bytes.
    static final int TRAILER = 8;

    private static final int SUBFIELD = 4;
    private static final int META = 1 + 1 + 8 + 8 + 4 + 2;
    private static final int MARK = 12;
    private static final int MAX_EXTRA = SUBFIELD + META + TimeMarks.MOST * MARK + 4;

    private GzipMember() {}

    /// @param raw what decompressing shows: the output, or the line that stands for a gap
    static byte[] encode(Block block, byte[] raw, int level) {
        var deflated = deflate(raw, level);
        var marks = block.marks();
        var extra = SUBFIELD + META + marks.count() * MARK + 4;
        var out = ByteBuffer.allocate(FIXED + extra + deflated.length + TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x1f).put((byte) 0x8b).put((byte) 8).put((byte) 4);
        out.putInt((int) (marks.millis(0) / 1000)).put((byte) 0).put((byte) 255);
        out.putShort((short) extra).put((byte) 'O').put((byte) 'L').putShort((short) (extra - SUBFIELD));
        var meta = out.position();
        out.put((byte) 1).put((byte) (block.gap() ? 'G' : 'D'));
        out.putLong(block.offset()).putLong(block.length()).putInt(deflated.length);
        out.putShort((short) marks.count());
        for (int mark = 0; mark < marks.count(); mark++) {
            out.putInt(marks.index(mark)).putLong(marks.millis(mark));
        }
        out.putInt(crc32c(out.slice(meta, out.position() - meta)));
        var crc = new CRC32();
        crc.update(raw);
        return out.put(deflated).putInt((int) crc.getValue()).putInt(raw.length).array();
    }

    /// Bytes of the extra field, when the buffer begins with the header of one of our members.
    static Optional<Integer> extraBytes(ByteBuffer fixed) {
        var in = fixed.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() < FIXED || in.getInt(in.position()) != 0x0408_8b1f) {
            return Optional.empty();
        }
        var extra = Short.toUnsignedInt(in.getShort(in.position() + 10));
        return extra >= SUBFIELD + META + 4 && extra <= MAX_EXTRA ? Optional.of(extra) : Optional.empty();
    }

    /// The block of a member at `position`, when the extra field is whole.
    static Optional<Block> block(ByteBuffer extraField, long position) {
        var in = extraField.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        var extra = in.remaining();
        if (in.get() != 'O' || in.get() != 'L' || Short.toUnsignedInt(in.getShort()) != extra - SUBFIELD) {
            return Optional.empty();
        }
        var body = extra - SUBFIELD - 4;
        if (in.getInt(in.position() + body) != crc32c(in.slice(in.position(), body)) || in.get() != 1) {
            return Optional.empty();
        }
        var gap = in.get() == 'G';
        var offset = in.getLong();
        var length = in.getLong();
        var deflated = in.getInt();
        var count = in.getShort();
        var fits = count >= 1 && body == META + count * MARK && deflated >= 0 && deflated <= 2 * Frames.MAX_PAYLOAD;
        var sane = offset >= 0 && length > 0 && offset <= Frames.MAX_OFFSET && length <= Frames.MAX_OFFSET - offset;
        if (!fits || !sane || (!gap && length > Frames.MAX_PAYLOAD)) {
            return Optional.empty();
        }
        var indexes = new int[count];
        var millis = new long[count];
        for (int mark = 0; mark < count; mark++) {
            indexes[mark] = in.getInt();
            millis[mark] = in.getLong();
            var least = mark == 0 ? 0 : indexes[mark - 1] + 1;
            if (indexes[mark] < least || indexes[mark] > mark * (long) Frames.MAX_PAYLOAD) {
                return Optional.empty();
            }
        }
        var stored = FIXED + extra + deflated + TRAILER;
        return Optional.of(new Block(gap, offset, length, position, stored, new TimeMarks(indexes, millis)));
    }

    /// The decompressed bytes of a whole member.
    ///
    /// @param length expected
    /// @throws DataFormatException when it is damaged
    static byte[] decode(byte[] member, int length) throws DataFormatException {
        var in = ByteBuffer.wrap(member).order(ByteOrder.LITTLE_ENDIAN);
        var head = FIXED + extraBytes(in).orElseThrow(() -> new DataFormatException("not a member of ours"));
        if (head + TRAILER > member.length) {
            throw new DataFormatException("cut off");
        }
        var raw = new byte[length];
        try (var inflater = new Inflater(true)) {
            inflater.setInput(member, head, member.length - head - TRAILER);
            var done = 0;
            while (done < length) {
                var more = inflater.inflate(raw, done, length - done);
                if (more == 0) {
                    throw new DataFormatException("shorter than its header says");
                }
                done += more;
            }
        }
        var crc = new CRC32();
        crc.update(raw);
        if ((int) crc.getValue() != in.getInt(member.length - TRAILER)) {
            throw new DataFormatException("checksum differs");
        }
        return raw;
    }

    private static byte[] deflate(byte[] raw, int level) {
        var out = new ByteArrayOutputStream(raw.length / 4 + 64);
        var buffer = new byte[16 << 10];
        try (var deflater = new Deflater(level, true)) {
            deflater.setInput(raw);
            deflater.finish();
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
        }
        return out.toByteArray();
    }

    private static int crc32c(ByteBuffer bytes) {
        var crc = new CRC32C();
        crc.update(bytes);
        return (int) crc.getValue();
    }
}
