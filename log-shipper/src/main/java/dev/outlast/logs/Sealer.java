package dev.outlast.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// Compresses a closed segment. The compressed file is complete and durable before the other is deleted, so that a
/// crash
/// at any point leaves at least one of them.
final class Sealer {
    /// Logs shrink to a tenth with any level; the lowest leaves the processor to others.
    private static final int LEVEL = 1;

    private Sealer() {}

    /// @param limit offset where the next segment begins; bytes from there on are its, and dropped here
    /// @param epoch of who seals; two leaders at once do not write the same temporary file
    static void seal(SegmentFile closed, long limit, SegmentLimits limits, long epoch) throws IOException {
        var view = FramedSegment.open(closed.path(), closed.start(), limits.blockBytes());
        if (Math.min(view.end(), limit) > closed.start()) {
            var sealed = closed.as(SegmentFile.Form.SEALED).path();
            var temporary = sealed.resolveSibling(sealed.getFileName() + "." + epoch + SegmentFile.TEMPORARY);
            try (var out = FileChannel.open(
                    temporary,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING)) {
                write(view, limit, out);
                out.force(false);
            } catch (IOException failed) {
                Files.deleteIfExists(temporary);
                throw LogSpaceException.typed(failed);
            }
            Durable.rename(temporary, sealed);
        }
        Files.deleteIfExists(closed.path());
    }

    private static void write(FramedSegment view, long limit, FileChannel out) throws IOException {
        var lineStart = false;
        for (var block : view.blocks()) {
            if (block.offset() >= limit) {
                return;
            }
            var length = Math.min(block.length(), limit - block.offset());
            byte[] raw;
            if (block.gap()) {
                raw = Piece.Gap.bytes(length, Piece.Reason.MISSING);
                raw = lineStart ? raw : prepend((byte) '\n', raw);
            } else {
                raw = Arrays.copyOf(view.load(block), (int) length);
            }
            lineStart = raw[raw.length - 1] == '\n';
            var cut = new Block(block.gap(), block.offset(), length, 0, 0, block.marks());
            var member = ByteBuffer.wrap(GzipMember.encode(cut, raw, LEVEL));
            while (member.hasRemaining()) {
                out.write(member);
            }
        }
    }

    private static byte[] prepend(byte first, byte[] rest) {
        var all = new byte[rest.length + 1];
        all[0] = first;
        System.arraycopy(rest, 0, all, 1, rest.length);
        return all;
    }
}
