package dev.outlast.controller.lifecycle;

import java.util.List;
import java.util.Objects;

/// What follows from one event: the next state, and what goes into the history. Effects are not listed: they are
/// what
/// the next state owes ([Lifecycle#owes]).
public record Decision(JobState next, List<Note> notes) {
    public Decision {
        Objects.requireNonNull(next);
        notes = List.copyOf(notes);
    }

    static Decision stay(JobState state) {
        return new Decision(state, List.of());
    }

    /// One line of history.
    ///
    /// @param attempt 0 where none is meant
    /// @param kind machine-readable, snake_case, stable for ever
    /// @param detail one sentence for people, may be empty
    public record Note(int task, int attempt, String kind, String detail) {
        public Note {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(detail);
        }
    }
}
