package dev.outlast.core.task;

/// The one list of what this version reads but does not do.
public final class NotYet {
    static final String JOB_GROUPS = "not yet: job groups (execution: parallel) are read but not run by this version";

    private NotYet() {}
}
