package dev.outlast.controller.lifecycle;

import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What does not change over a job's life.
///
/// @param priority −1000 to 1000, higher first
public record JobFacts(JobId id, String name, String user, int priority, Instant submittedAt, List<TaskFacts> tasks) {
    public JobFacts {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        Objects.requireNonNull(submittedAt);
        tasks = List.copyOf(tasks);
    }
}
