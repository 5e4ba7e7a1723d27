package dev.outlast.controller.engine;

import dev.outlast.core.job.JobId;

/// A decision or the codec threw for one job. It costs that job, not the batch.
final class JobBug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long job;

    JobBug(JobId job, RuntimeException cause) {
        super("decision failed for job " + job + ": " + cause, cause);
        this.job = job.value();
    }

    JobId job() {
        return new JobId(job);
    }
}
