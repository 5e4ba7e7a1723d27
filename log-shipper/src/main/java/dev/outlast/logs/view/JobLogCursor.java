package dev.outlast.logs.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A place in a job's log. Clients keep its [#token] and hand it back; what is in it is nobody else's business.
///
/// @param over whether the attempt is shown to its end
/// @param positions of the ranks from 0 on; ranks without one are at their first byte
public record JobLogCursor(int task, int attempt, boolean over, List<Position> positions) {
    /// The first byte of the first attempt.
    public static final JobLogCursor START = new JobLogCursor(0, 0, true, List.of());

    private static final int MOST_RANKS = 65_536;

    /// @param offset of the next byte
    /// @param midLine whether the last byte shown did not end a line
    public record Position(long offset, boolean midLine) {
        static final Position FIRST = new Position(0, false);
    }

    public JobLogCursor {
        positions = List.copyOf(positions);
    }

    /// Letters, digits and `.-_`; short enough for a query parameter unless there are hundreds of ranks.
    public String token() {
        var text = new StringBuilder("1.")
                .append(task)
                .append('.')
                .append(attempt)
                .append('.')
                .append(over ? 1 : 0);
        for (var position : positions) {
            text.append('.').append(Long.toString(position.offset(), 36)).append(position.midLine() ? "-" : "");
        }
        return text.toString();
    }

    /// Reads [#token]; empty when it is none.
    public static Optional<JobLogCursor> parse(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length < 4 || parts.length > 4 + MOST_RANKS || !parts[0].equals("1")) {
            return Optional.empty();
        }
        try {
            var task = Integer.parseInt(parts[1]);
            var attempt = Integer.parseInt(parts[2]);
            if (!parts[3].matches("[01]") || task < 0 || attempt < 0) {
                return Optional.empty();
            }
            var positions = new ArrayList<Position>();
            for (var part : List.of(parts).subList(4, parts.length)) {
                var midLine = part.endsWith("-");
                var offset = Long.parseLong(midLine ? part.substring(0, part.length() - 1) : part, 36);
                if (offset < 0) {
                    return Optional.empty();
                }
                positions.add(new Position(offset, midLine));
            }
            return Optional.of(new JobLogCursor(task, attempt, parts[3].equals("1"), positions));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    JobLogCursor with(List<Position> places) {
        return new JobLogCursor(task, attempt, over, places);
    }

    /// @param broken whether what was shown last did not end a line
    JobLogCursor ended(boolean broken) {
        return new JobLogCursor(task, attempt, true, List.of(new Position(0, broken)));
    }

    Position position(int rank) {
        return rank < positions.size() ? positions.get(rank) : Position.FIRST;
    }

    /// Several ranks are always shown in whole lines.
    boolean isMidLine() {
        return positions.size() == 1 && positions.getFirst().midLine();
    }

    static JobLogCursor begin(AttemptLog attempt) {
        return new JobLogCursor(attempt.task(), attempt.attempt(), false, List.of());
    }
}
