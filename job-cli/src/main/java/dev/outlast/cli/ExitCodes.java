package dev.outlast.cli;

/// What the command's exit code says. Scripts rely on these numbers.
public final class ExitCodes {
    public static final int OK = 0;
    /// The controller refused, or something went wrong here.
    public static final int REFUSED = 1;
    public static final int USAGE = 2;
    /// No controller answers.
    public static final int UNREACHABLE = 3;
    public static final int JOB_FAILED = 100;
    public static final int JOB_NOT_FINISHED = 101;
    public static final int JOB_NOT_FOUND = 102;
    public static final int JOB_CANCELLED = 103;
    /// Ctrl-C, as a shell says it.
    public static final int INTERRUPTED = 130;
    /// Whoever read our output went away; as a shell says it of SIGPIPE.
    public static final int BROKEN_PIPE = 141;

    private ExitCodes() {}

    /// Of a job in this status.
    public static int of(String status) {
        if (status.equals("SUCCEEDED")) {
            return OK;
        }
        if (status.equals("CANCELLED")) {
            return JOB_CANCELLED;
        }
        return status.startsWith("FAILED") ? JOB_FAILED : JOB_NOT_FINISHED;
    }
}
