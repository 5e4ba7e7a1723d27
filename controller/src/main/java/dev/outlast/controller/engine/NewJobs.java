package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.store.SpecRow;
import java.util.List;
import java.util.Objects;

/// What a submit brings: one text, `count` jobs of it.
///
/// @param count at least 1
/// @param taskIds for `retry`: the task ids to keep; empty to make new ones
/// @param sealSecrets seals the job's secrets for its id; returns an empty text when it has none
public record NewJobs(
        SpecRow spec,
        String name,
        String user,
        int priority,
        List<TaskFacts> tasks,
        int count,
        List<String> taskIds,
        long retryOf,
        SecretSealer sealSecrets) {
    public NewJobs {
        Objects.requireNonNull(spec);
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        tasks = List.copyOf(tasks);
        taskIds = List.copyOf(taskIds);
        Objects.requireNonNull(sealSecrets);
    }

    /// Seals secrets with the job id as associated data.
    @FunctionalInterface
    public interface SecretSealer {
        String seal(long jobId);
    }
}
