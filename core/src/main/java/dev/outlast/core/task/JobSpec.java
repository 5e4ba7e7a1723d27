package dev.outlast.core.task;

import java.util.List;
import java.util.Optional;

/// What a user submitted: one task, a chain of tasks, or a group of parallel tasks. Never without a task; task
/// names
/// are unique.
public record JobSpec(String name, Execution execution, List<TaskSpec> tasks, GroupHeader group) {
    public JobSpec {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a job has at least one task");
        }
    }

    /// A job of one task, with its name.
    public static JobSpec of(TaskSpec task) {
        return new JobSpec(task.name(), Execution.SERIAL, List.of(task), GroupHeader.NONE);
    }

    /// What stops this version from running the job at all, although it reads well; empty if nothing does.
    public Optional<String> notYet() {
        return execution == Execution.PARALLEL ? Optional.of(NotYet.JOB_GROUPS) : Optional.empty();
    }
}
