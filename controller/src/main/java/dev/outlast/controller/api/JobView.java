package dev.outlast.controller.api;

import dev.outlast.core.store.AttemptRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// All of one job.
///
/// @param retryOf the job this one repeats, 0 for none
/// @param yaml the task text with secrets replaced
/// @param asOf until when the costs of live attempts are counted
public record JobView(JobSummary summary, long retryOf, String yaml, List<TaskView> tasks, Instant asOf) {
    public JobView {
        Objects.requireNonNull(summary);
        Objects.requireNonNull(yaml);
        tasks = List.copyOf(tasks);
        Objects.requireNonNull(asOf);
    }

    /// @param taskId the `SKYPILOT_TASK_ID`
    public record TaskView(
            String taskId,
            int index,
            String name,
            String status,
            String statusReason,
            int recoveryCount,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<AttemptRow> attempts) {
        public TaskView {
            Objects.requireNonNull(taskId);
            Objects.requireNonNull(name);
            Objects.requireNonNull(status);
            Objects.requireNonNull(statusReason);
            Objects.requireNonNull(startedAt);
            Objects.requireNonNull(endedAt);
            attempts = List.copyOf(attempts);
        }
    }
}
