package dev.outlast.core.task;

/// How the tasks of a job follow each other.
public enum Execution {
    /// One after the other; a single task is a chain of one.
    SERIAL,
    /// All at once: a job group.
    PARALLEL
}
