package dev.outlast.logs.view;

import dev.outlast.logs.LogReader;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of several ranks in the order in which they were first read, to the second; within a second by rank.
final class Merge {
    private final List<Lane> lanes;

    Merge(List<LogReader> readers) {
        this.lanes = readers.stream().map(Lane::new).toList();
    }

    int ranks() {
        return lanes.size();
    }

    void seek(JobLogCursor cursor) {
        for (int rank = 0; rank < lanes.size(); rank++) {
            lanes.get(rank).seek(cursor.position(rank));
        }
    }

    List<JobLogCursor.Position> positions() {
        return lanes.stream().map(Lane::position).toList();
    }

    /// The lane whose line comes next, or null when there is none now.
    @Nullable
    Lane next(boolean ended) throws IOException {
        Lane earliest = null;
        var millis = Long.MAX_VALUE;
        for (var lane : lanes) {
            var line = lane.peek(ended);
            if (line.isPresent() && (earliest == null || line.get().millis() < millis)) {
                earliest = lane;
                millis = line.get().millis();
            }
        }
        return earliest;
    }

    /// Goes over up to `most` lines that show something.
    ///
    /// @return how many there were
    long skip(long most, boolean ended) throws IOException {
        var count = 0L;
        while (count < most) {
            var lane = next(ended);
            if (lane == null) {
                break;
            }
            var line = lane.peek(ended).orElseThrow();
            lane.take(line);
            count += line.text().hasRemaining() ? 1 : 0;
        }
        return count;
    }
}
