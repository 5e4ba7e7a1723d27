package dev.outlast.testkit.launcher;

/// How calls reach a launcher. What holds in one mode must hold in all.
public enum CallMode {
    /// Every call arrives once and its answer comes back.
    NORMAL,
    /// Every call has its effect, and its first answer is lost: the caller is left with UNKNOWN and calls again.
    ANSWER_LOST,
    /// Every call is made twice at the same time, from two threads.
    TWICE_AT_ONCE
}
