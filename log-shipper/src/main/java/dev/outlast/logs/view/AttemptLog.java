package dev.outlast.logs.view;

import java.util.Objects;

/// One attempt, as far as its log is concerned. The caller knows it from the job's state.
///
/// @param task 0-based
/// @param attempt from 1
/// @param ranks how many nodes it has
/// @param header a line before its output, without a line end; empty for none
/// @param ended whether its last byte is here: nothing will be added
/// @param footer a line after its output once it has ended, without a line end; empty for none
public record AttemptLog(int task, int attempt, int ranks, String header, boolean ended, String footer) {
    /// A footer for an attempt whose node was lost without notice.
    public static final String CUT_OFF =
            "[outlast: the node was lost; what it printed after the last line above may be missing]";

    public AttemptLog {
        Objects.requireNonNull(header);
        Objects.requireNonNull(footer);
        if (task < 0 || attempt < 1 || ranks < 1) {
            throw new IllegalArgumentException(
                    "task starts at 0, attempt and ranks at 1: " + task + "/" + attempt + "/" + ranks);
        }
    }

    boolean isAt(JobLogCursor cursor) {
        return cursor.task() == task && cursor.attempt() == attempt;
    }

    boolean isAfter(JobLogCursor cursor) {
        return task > cursor.task() || (task == cursor.task() && attempt > cursor.attempt());
    }
}
