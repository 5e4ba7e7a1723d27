package dev.outlast.controller.sim;

/// What the controllers are, and what they have their truth in.
public enum Setting {
    /// One at a time, on a store of its own.
    ALONE,
    /// Three processes that stand for election, on one PostgreSQL.
    SEVERAL
}
