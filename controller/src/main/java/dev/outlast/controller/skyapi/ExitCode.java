package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.JobView;
import dev.outlast.controller.lifecycle.Status;
import java.util.OptionalInt;

/// What the outcome of a job is as the exit code of a command.
final class ExitCode {
    static final int NOT_FINISHED = 101;
    static final int NOT_FOUND = 102;
    private static final int FAILED = 100;
    private static final int CANCELLED = 103;

    private ExitCode() {}

    /// @param task 0-based; empty for the job as a whole
    static String status(JobView job, OptionalInt task) {
        return job.tasks().stream()
                .filter(t -> task.isPresent() && t.index() == task.getAsInt())
                .map(JobView.TaskView::status)
                .findFirst()
                .orElse(job.summary().status());
    }

    static int of(JobView job, OptionalInt task) {
        return switch (Status.valueOf(status(job, task))) {
            case SUCCEEDED -> 0;
            case CANCELLED -> CANCELLED;
            case FAILED, FAILED_SETUP, FAILED_PRECHECKS, FAILED_NO_RESOURCE, FAILED_CONTROLLER -> FAILED;
            case PENDING, STARTING, RUNNING, RECOVERING, CANCELLING -> NOT_FINISHED;
        };
    }
}
