package dev.outlast.testkit.store;

/// What a scripted commit does instead of succeeding.
public enum StoreFault {
    /// UNKNOWN, and nothing was written.
    LOST_BEFORE_COMMIT,
    /// UNKNOWN, although everything was written.
    LOST_AFTER_COMMIT,
    /// FULL, and nothing was written.
    FULL
}
