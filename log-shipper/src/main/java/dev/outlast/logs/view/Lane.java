package dev.outlast.logs.view;

import dev.outlast.logs.LogReader;
import dev.outlast.logs.Piece;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One rank's output cut into lines for the merged view. Reads ahead a little, for the ranks take turns.
final class Lane {
    /// A longer line is shown in pieces: the others must get their turn.
    static final int LONGEST_LINE = 16 << 10;

    private static final int READ_AHEAD = 4 << 10;

    /// @param text with its line end; empty when the line end was all that was left of a line shown in pieces
    /// @param after where the rank is after it
    /// @param millis when its first byte was read
    record Line(ByteBuffer text, JobLogCursor.Position after, long millis) {}

    private record Mark(long end, long millis) {}

    private final LogReader reader;
    private final byte[] prefix;
    private final ArrayDeque<Mark> marks = new ArrayDeque<>();
    private byte[] ahead = new byte[0];
    /// What of `ahead` is taken already.
    private int from;
    private JobLogCursor.Position at = JobLogCursor.Position.FIRST;
    private @Nullable Line line;

    Lane(LogReader reader) {
        this.reader = reader;
        var rank = reader.key().rank();
        this.prefix = (rank == 0 ? "(head, rank 0) " : "(rank " + rank + ") ").getBytes(StandardCharsets.UTF_8);
    }

    JobLogCursor.Position position() {
        return at;
    }

    void seek(JobLogCursor.Position position) {
        if (!at.equals(position)) {
            at = position;
            line = null;
            ahead = new byte[0];
            from = 0;
            marks.clear();
        }
    }

    /// The next line, or a piece of an endless one, or the rest when the attempt has ended.
    Optional<Line> peek(boolean ended) throws IOException {
        if (line == null) {
            line = next(ended).orElse(null);
        }
        return Optional.ofNullable(line);
    }

    void take(Line taken) {
        from = (int) Math.min(ahead.length, from + taken.after().offset() - at.offset());
        at = taken.after();
        line = null;
    }

    private int available() {
        return ahead.length - from;
    }

    private Optional<Line> next(boolean ended) throws IOException {
        var scanned = 0;
        while (true) {
            var end = indexOfLineEnd(scanned);
            if (end >= 0) {
                return Optional.of(line(end + 1, true));
            }
            if (available() >= LONGEST_LINE) {
                return Optional.of(line(LONGEST_LINE, false));
            }
            scanned = available();
            var piece = reader.read(at.offset() + available(), READ_AHEAD);
            if (piece.isEmpty()) {
                return ended && available() > 0 ? Optional.of(line(available(), true)) : Optional.empty();
            }
            switch (piece.get()) {
                case Piece.Data data -> add(data);
                case Piece.Gap gap -> {
                    return Optional.of(available() > 0 ? line(available(), true) : gap(gap));
                }
            }
        }
    }

    private void add(Piece.Data data) {
        var bytes = data.bytes();
        var kept = available();
        var grown = new byte[kept + bytes.remaining()];
        System.arraycopy(ahead, from, grown, 0, kept);
        bytes.get(grown, kept, bytes.remaining());
        ahead = grown;
        from = 0;
        marks.add(new Mark(data.end(), data.firstRead().toEpochMilli()));
    }

    private int indexOfLineEnd(int start) {
        for (int index = start; index < Math.min(available(), LONGEST_LINE); index++) {
            if (ahead[from + index] == '\n') {
                return index;
            }
        }
        return -1;
    }

    private Line line(int length, boolean whole) {
        var after = new JobLogCursor.Position(at.offset() + length, !whole);
        if (length == 1 && ahead[from] == '\n' && at.midLine()) {
            return new Line(ByteBuffer.allocate(0), after, millis());
        }
        var text = new ByteArrayOutputStream(prefix.length + length + 1);
        text.writeBytes(prefix);
        text.write(ahead, from, length);
        if (ahead[from + length - 1] != '\n') {
            text.write('\n');
        }
        return new Line(ByteBuffer.wrap(text.toByteArray()), after, millis());
    }

    private Line gap(Piece.Gap gap) {
        var text = new ByteArrayOutputStream();
        text.writeBytes(prefix);
        text.writeBytes(gap.line().getBytes(StandardCharsets.UTF_8));
        return new Line(
                ByteBuffer.wrap(text.toByteArray()),
                new JobLogCursor.Position(gap.end(), false),
                gap.firstRead().toEpochMilli());
    }

    private long millis() {
        while (!marks.isEmpty() && marks.element().end() <= at.offset()) {
            marks.remove();
        }
        return marks.isEmpty() ? 0 : marks.element().millis();
    }
}
