package dev.outlast.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One job: its tasks in pipeline order, and whether somebody asked to cancel it.
///
/// @param cancelledBy who asked for the cancel, empty when nobody did
public record JobState(List<TaskState> tasks, String cancelledBy) {
    public JobState {
        tasks = List.copyOf(tasks);
        Objects.requireNonNull(cancelledBy);
        if (tasks.isEmpty()) {
            throw new IllegalArgumentException("a job has at least one task");
        }
    }

    public boolean hasEnded() {
        // A loop: it is asked several times for each change.
        for (var task : tasks) {
            if (!task.hasEnded()) {
                return false;
            }
        }
        return true;
    }

    public TaskState task(int index) {
        return tasks.get(index);
    }

    JobState with(int index, TaskState task) {
        var changed = new ArrayList<>(tasks);
        changed.set(index, task);
        return new JobState(changed, cancelledBy);
    }
}
