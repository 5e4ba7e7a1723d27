package dev.outlast.logs;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A segment that is not sealed yet, seen as blocks of consecutive frames.
final class FramedSegment implements SegmentView, FrameScan.Visitor {
    /// Frames of a block span at most this much of the file, so that loading it needs a bounded buffer.
    private static final int MAX_STORED = 2 * (Frames.MAX_PAYLOAD + Frames.HEADER);

    private final Path path;
    private final long start;
    private final int blockBytes;
    private FrameScan scan;
    private final List<Block> finished = new ArrayList<>();
    private @Nullable Growing growing;

    private FramedSegment(Path path, long start, int blockBytes) {
        this.path = path;
        this.start = start;
        this.blockBytes = blockBytes;
        this.scan = new FrameScan(start);
    }

    static FramedSegment open(Path path, long start, int blockBytes) throws IOException {
        var segment = new FramedSegment(path, start, blockBytes);
        segment.refresh();
        return segment;
    }

    @Override
    public long end() {
        return scan.offset();
    }

    /// Bytes of the file up to the end of its last valid frame; 0 when it holds nothing valid.
    long validBytes() {
        return scan.position();
    }

    @Override
    public List<Block> blocks() {
        var blocks = new ArrayList<>(finished);
        if (growing != null) {
            blocks.add(growing.block());
        }
        return blocks;
    }

    @Override
    public void refresh() throws IOException {
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            if (!scan.advance(file, this)) {
                // A frame is being written; or a failed write was undone and other frames stand where we are.
                scan = new FrameScan(start);
                finished.clear();
                growing = null;
                scan.advance(file, this);
            }
        }
    }

    @Override
    public void frame(boolean gap, long offset, long length, long position, int size, long millis) {
        if (growing != null && (gap || !growing.fits(length, size, millis))) {
            finished.add(growing.block());
            growing = null;
        }
        if (gap) {
            finished.add(new Block(true, offset, length, position, size, TimeMarks.single(millis)));
            return;
        }
        if (growing == null) {
            growing = new Growing(offset, position);
        }
        growing.add(length, size, millis);
    }

    @Override
    public byte[] load(Block block) throws IOException {
        var stored = ByteBuffer.allocate(block.stored());
        try (var file = FileChannel.open(path, StandardOpenOption.READ)) {
            while (stored.hasRemaining()) {
                if (file.read(stored, block.position() + stored.position()) < 0) {
                    throw new CorruptBlockException(path + " is shorter than it was", new EOFException());
                }
            }
        }
        stored.flip();
        var output = ByteBuffer.allocate((int) block.length());
        while (stored.remaining() >= Frames.HEADER) {
            var size = Frames.sizeAt(stored);
            if (size < 0
                    || size > stored.remaining()
                    || size - Frames.HEADER > output.remaining()
                    || !Frames.isValid(stored, size, block.offset() + output.position())) {
                throw new CorruptBlockException(path + " has changed at " + block.position());
            }
            output.put(stored.slice(stored.position() + Frames.HEADER, size - Frames.HEADER));
            stored.position(stored.position() + size);
        }
        if (output.hasRemaining()) {
            throw new CorruptBlockException(path + " has changed at " + block.position());
        }
        return output.array();
    }

    /// The last block, while frames can be added to it.
    private final class Growing {
        private final long offset;
        private final long position;
        private final TimeMarks.Growing marks = new TimeMarks.Growing();
        private int length;
        private int stored;
        private @Nullable Block block;

        Growing(long offset, long position) {
            this.offset = offset;
            this.position = position;
        }

        boolean fits(long more, int size, long millis) {
            return length + more <= blockBytes && stored + size <= MAX_STORED && marks.fits(millis);
        }

        void add(long more, int size, long millis) {
            marks.add(length, millis);
            length += (int) more;
            stored += size;
            block = null;
        }

        Block block() {
            if (block == null) {
                block = new Block(false, offset, length, position, stored, marks.snapshot());
            }
            return block;
        }
    }
}
