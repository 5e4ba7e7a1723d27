package dev.outlast.core.task;

import java.time.Duration;
import java.time.Instant;

/// By when a task should have ended.
public sealed interface Deadline {
    record None() implements Deadline {}

    record At(Instant instant) implements Deadline {}

    /// Counted from submission.
    record Within(Duration duration) implements Deadline {}

    Deadline NONE = new None();
}
