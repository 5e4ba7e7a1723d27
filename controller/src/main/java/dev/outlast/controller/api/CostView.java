package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What a job cost.
///
/// @param attempts of all tasks, in order
/// @param asOf until when live attempts are counted
public record CostView(JobId job, List<AttemptRow> attempts, Instant asOf) {
    public CostView {
        Objects.requireNonNull(job);
        attempts = List.copyOf(attempts);
        Objects.requireNonNull(asOf);
    }

    /// US dollars.
    public double total() {
        return attempts.stream().mapToDouble(attempt -> attempt.cost(asOf)).sum();
    }
}
