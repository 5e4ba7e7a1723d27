package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import java.util.Objects;

/// What a cancel did to one job.
public record Cancelled(JobId job, Result result) {
    public Cancelled {
        Objects.requireNonNull(job);
        Objects.requireNonNull(result);
    }

    public enum Result {
        /// It is being cancelled, now or by an earlier request.
        CANCELLING,
        ALREADY_ENDED,
        NOT_FOUND
    }
}
