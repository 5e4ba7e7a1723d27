package dev.outlast.logs.view;

import dev.outlast.core.job.JobId;
import dev.outlast.logs.LogReader;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.Piece;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a job's log across its attempts, tasks and ranks. It never waits: whoever follows calls [#readNext]
/// again when
/// there may be more, with an outline of what the job is by then.
///
/// The output of one rank is shown byte by byte as it is; that of several ranks in whole lines that begin with
/// `(head, rank 0) ` or `(rank N) `. Cursors hold all that matters; a stream is kept for a follower because it
/// has read
/// a
/// little ahead. For one thread at a time.
public final class JobLogStream {
    /// The fewest bytes that can be asked for.
    public static final int LEAST_BYTES = 1 << 10;

    private static final long TAIL_BYTES = 64L << 20;

    private final LogTree tree;
    private @Nullable Open open;

    private record Open(RankSet set, List<LogReader> readers, Merge merge) {}

    private record RankSet(JobId job, int task, int attempt, int ranks) {}

    public JobLogStream(LogTree tree) {
        this.tree = tree;
    }

    /// What comes at a cursor.
    ///
    /// @param maxBytes from [#LEAST_BYTES] on; a single header, or a line of several ranks, may be longer
    public Chunk readNext(JobLogOutline outline, JobLogCursor cursor, int maxBytes) throws IOException {
        if (maxBytes < LEAST_BYTES) {
            throw new IllegalArgumentException("maxBytes must be at least " + LEAST_BYTES + ", is " + maxBytes);
        }
        var out = new Output(maxBytes);
        var at = cursor;
        while (true) {
            var found = attemptAt(outline, at);
            if (found.isEmpty()) {
                return new Chunk(out.bytes(), at, true);
            }
            var attempt = found.get();
            if (!attempt.isAt(at)) {
                if (!out.addLine(at.isMidLine(), attempt.header())) {
                    return new Chunk(out.bytes(), at, false);
                }
                at = JobLogCursor.begin(attempt);
            }
            var opened = open(outline, attempt);
            var positions = new ArrayList<JobLogCursor.Position>();
            var drained = attempt.ranks() == 1
                    ? single(opened.readers.getFirst(), at.position(0), out, positions)
                    : merged(opened.merge, at, attempt.ended(), out, positions);
            at = at.with(positions);
            var footer = attempt.footer();
            if (!drained || !attempt.ended() || !out.addLine(at.isMidLine() && !footer.isEmpty(), footer)) {
                return new Chunk(out.bytes(), at, false);
            }
            at = at.ended(at.isMidLine() && footer.isEmpty());
        }
    }

    /// Where the last lines begin; separators do not count. Reads about 64 MiB at most: longer lines are cut.
    ///
    /// @param lines at least 0
    public JobLogCursor tail(JobLogOutline outline, long lines) throws IOException {
        var left = lines;
        for (var attempt : outline.attempts().reversed()) {
            var opened = open(outline, attempt);
            var positions = new ArrayList<JobLogCursor.Position>();
            var candidates = 0L;
            var whole = true;
            for (var reader : opened.readers) {
                var start = reader.tail(left, Math.max(1 << 20, TAIL_BYTES / attempt.ranks()));
                positions.add(new JobLogCursor.Position(start.offset(), false));
                candidates += start.lines();
                whole &= start.offset() == 0;
            }
            var from = JobLogCursor.begin(attempt).with(positions);
            if (attempt.ranks() > 1 && candidates > left) {
                opened.merge.seek(from);
                var total = opened.merge.skip(candidates, attempt.ended());
                opened.merge.seek(from);
                opened.merge.skip(Math.max(0, total - left), attempt.ended());
                return from.with(opened.merge.positions());
            }
            if (!whole || candidates >= left) {
                return from;
            }
            left -= candidates;
        }
        return JobLogCursor.START;
    }

    private static Optional<AttemptLog> attemptAt(JobLogOutline outline, JobLogCursor cursor) {
        return outline.attempts().stream()
                .filter(attempt -> attempt.isAfter(cursor) || (attempt.isAt(cursor) && !cursor.over()))
                .findFirst();
    }

    private Open open(JobLogOutline outline, AttemptLog attempt) {
        var set = new RankSet(outline.job(), attempt.task(), attempt.attempt(), attempt.ranks());
        var known = open;
        if (known != null && known.set.equals(set)) {
            return known;
        }
        var readers = tree.readers(set.job, set.task, set.attempt, set.ranks);
        var opened = new Open(set, readers, new Merge(readers));
        open = opened;
        return opened;
    }

    /// @return whether there is no more now
    private static boolean single(
            LogReader reader, JobLogCursor.Position from, Output out, List<JobLogCursor.Position> after)
            throws IOException {
        var at = from;
        var drained = false;
        while (out.room() > 0 && !drained) {
            var piece = reader.read(at.offset(), out.room());
            if (piece.isEmpty()) {
                drained = true;
            } else if (piece.get() instanceof Piece.Data data) {
                at = new JobLogCursor.Position(data.end(), out.add(data.bytes()) != '\n');
            } else if (piece.get() instanceof Piece.Gap gap
                    && out.addLine(at.midLine(), gap.line().strip())) {
                at = new JobLogCursor.Position(gap.end(), false);
            } else {
                break;
            }
        }
        after.add(at);
        return drained;
    }

    private static boolean merged(
            Merge merge, JobLogCursor cursor, boolean ended, Output out, List<JobLogCursor.Position> after)
            throws IOException {
        merge.seek(cursor);
        var drained = false;
        while (true) {
            var lane = merge.next(ended);
            if (lane == null) {
                drained = true;
                break;
            }
            var line = lane.peek(ended).orElseThrow();
            if (!out.addWhole(line.text())) {
                break;
            }
            lane.take(line);
        }
        after.addAll(merge.positions());
        return drained;
    }

    /// What is collected for one chunk.
    private static final class Output {
        private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
        private final int most;

        Output(int most) {
            this.most = most;
        }

        int room() {
            return most - collected.size();
        }

        /// @return the last byte
        byte add(ByteBuffer bytes) {
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            collected.writeBytes(copy);
            return copy[copy.length - 1];
        }

        /// @return false when there is no room for it now
        boolean addWhole(ByteBuffer bytes) {
            if (bytes.remaining() > room() && collected.size() > 0) {
                return false;
            }
            if (bytes.hasRemaining()) {
                add(bytes.duplicate());
            }
            return true;
        }

        boolean addLine(boolean breakBefore, String line) {
            var text = (breakBefore ? "\n" : "") + line + (line.isEmpty() ? "" : "\n");
            return addWhole(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(collected.toByteArray());
        }
    }
}
