package dev.outlast.cli;

/// What the command exits with. Those from 100 on tell about a job.
public final class ExitCode {
    public static final int OK = 0;
    public static final int ERROR = 1;
    public static final int USAGE = 2;
    public static final int UNREACHABLE = 3;
    public static final int JOB_FAILED = 100;
    public static final int JOB_NOT_FINISHED = 101;
    public static final int JOB_NOT_FOUND = 102;
    public static final int JOB_CANCELLED = 103;

    private ExitCode() {}

    /// By the status of a job.
    public static int of(String status) {
        return switch (status) {
            case "SUCCEEDED" -> OK;
            case "CANCELLED" -> JOB_CANCELLED;
            case "FAILED", "FAILED_SETUP", "FAILED_PRECHECKS", "FAILED_NO_RESOURCE", "FAILED_CONTROLLER" -> JOB_FAILED;
            default -> JOB_NOT_FINISHED;
        };
    }

    public static boolean hasEnded(String status) {
        return of(status) != JOB_NOT_FINISHED;
    }
}
