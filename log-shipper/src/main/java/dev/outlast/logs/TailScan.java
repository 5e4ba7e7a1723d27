package dev.outlast.logs;

import java.io.IOException;

/// Counts the beginnings of lines from the end of a log backwards.
final class TailScan {
    interface Loader {
        byte[] load(Block block) throws IOException;
    }

    private final long wanted;
    private long bytesLeft;
    /// Everything from here on has been looked at.
    private long reached;
    /// Where the output looked at last ends: no line begins there.
    private long boundary;
    private long start;
    private long lines;
    private boolean done;

    /// @param end of the log
    TailScan(long end, long wanted, long maxBytes) {
        this.wanted = wanted;
        this.bytesLeft = maxBytes;
        this.reached = end;
        this.boundary = end;
        this.start = end;
        this.done = wanted == 0;
    }

    boolean isDone() {
        return done;
    }

    /// Goes through one segment; the segments come last one first.
    ///
    /// @param limit offset where the next segment begins
    void segment(SegmentView view, long from, long limit, Loader loader) throws IOException {
        gap(Math.max(from, Math.min(view.end(), limit)), reached);
        var blocks = view.blocks();
        for (int index = blocks.size() - 1; index >= 0 && !done; index--) {
            var block = blocks.get(index);
            if (block.offset() < limit) {
                block(block, Math.min(block.end(), limit), loader);
            }
        }
    }

    /// What is before the first segment is one gap.
    LogReader.TailStart result() {
        if (!done) {
            gap(0, reached);
            line(reached);
        }
        return new LogReader.TailStart(start, lines);
    }

    private void block(Block block, long end, Loader loader) throws IOException {
        if (block.gap()) {
            gap(block.offset(), end);
            return;
        }
        byte[] bytes;
        try {
            bytes = loader.load(block);
        } catch (SegmentView.CorruptBlockException damaged) {
            gap(block.offset(), end);
            return;
        }
        for (var index = (int) (end - block.offset()) - 1; index >= 0 && !done; index--) {
            if (bytes[index] == '\n') {
                line(block.offset() + index + 1);
            }
        }
        reached = block.offset();
        bytesLeft -= bytes.length;
        if (!done && bytesLeft <= 0) {
            line(reached);
            done = true;
        }
    }

    private void gap(long from, long to) {
        if (from < to && !done) {
            line(to);
            boundary = to;
            line(from);
            boundary = from;
            reached = from;
        }
    }

    private void line(long offset) {
        if (!done && offset != boundary && offset != start) {
            start = offset;
            done = ++lines == wanted;
        }
    }
}
