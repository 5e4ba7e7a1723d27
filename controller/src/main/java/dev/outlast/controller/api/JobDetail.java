package dev.outlast.controller.api;

import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobRow;
import java.time.Instant;
import java.util.List;

/// One job with its tasks and all attempts.
///
/// @param now engine time of the answer, for costs of what still lives
/// @param degraded whether the cluster of a live attempt cannot be seen now
public record JobDetail(JobRow row, List<TaskDetail> tasks, Instant now, boolean degraded) {
    public JobDetail {
        tasks = List.copyOf(tasks);
    }

    /// @param taskId `SKYPILOT_TASK_ID`
    /// @param phase name of the lifecycle phase
    public record TaskDetail(
            int index,
            String taskId,
            String name,
            String status,
            String phase,
            int recoveries,
            int userErrors,
            List<AttemptRow> attempts) {
        public TaskDetail {
            attempts = List.copyOf(attempts);
        }

        public double cost(Instant now) {
            return attempts.stream().mapToDouble(a -> a.cost(now)).sum();
        }
    }

    public double cost() {
        return tasks.stream().mapToDouble(t -> t.cost(now)).sum();
    }
}
