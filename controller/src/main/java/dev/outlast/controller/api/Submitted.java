package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import dev.outlast.core.task.Warning;
import java.util.List;

/// Jobs that are committed.
///
/// @param replayed whether an earlier request with the same key had made them
public record Submitted(List<JobId> jobs, List<Warning> warnings, boolean replayed) {
    public Submitted {
        jobs = List.copyOf(jobs);
        warnings = List.copyOf(warnings);
    }
}
