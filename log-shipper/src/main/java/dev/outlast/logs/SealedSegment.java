package dev.outlast.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;

/// A compressed segment; it never changes. A damaged header ends it there, a damaged block is one corrupt block.
final class SealedSegment implements SegmentView {
    private final Path path;
    private final long end;
    private final boolean whole;
    private final List<Block> blocks;

    private SealedSegment(Path path, long end, boolean whole, List<Block> blocks) {
        this.path = path;
        this.end = end;
        this.whole = whole;
        this.blocks = List.copyOf(blocks);
    }

    static SealedSegment open(Path path, long start) throws IOException {
        var blocks = new ArrayList<Block>();
        var next = start;
        var position = 0L;
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            var size = file.size();
            while (position < size) {
                var fixed = read(file, position, GzipMember.FIXED);
                var extra = GzipMember.extraBytes(fixed);
                if (extra.isEmpty()) {
                    break;
                }
                var field = read(file, position + GzipMember.FIXED, extra.get());
                if (field.remaining() < extra.get()) {
                    break;
                }
                var block = GzipMember.block(field, position);
                if (block.isEmpty()
                        || block.get().offset() != next
                        || block.get().stored() > size - position) {
                    break;
                }
                blocks.add(block.get());
                next = block.get().end();
                position += block.get().stored();
            }
            return new SealedSegment(path, next, position == size && size > 0, blocks);
        }
    }

    /// Whether every header is there and valid.
    boolean isWhole() {
        return whole;
    }

    @Override
    public long end() {
        return end;
    }

    @Override
    public List<Block> blocks() {
        return blocks;
    }

    @Override
    public void refresh() {}

    @Override
    public byte[] load(Block block) throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            return GzipMember.decode(
                    read(file, block.position(), block.stored()).array(), (int) block.length());
        } catch (DataFormatException damaged) {
            throw new CorruptBlockException(path + " is damaged at " + block.position(), damaged);
        }
    }

    private static ByteBuffer read(FileChannel file, long position, int bytes) throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        while (buffer.hasRemaining()) {
            if (file.read(buffer, position + buffer.position()) < 0) {
                break;
            }
        }
        return buffer.flip();
    }
}
