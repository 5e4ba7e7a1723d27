package dev.outlast.controller.spec;

import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.task.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A task text, read once and shared by all jobs of it.
///
/// @param blobs by local path as written in the text (the working directory under its own path): sha256 of its
/// archive
/// @param ofOneJob whether its paths hold values of secrets, so that no other job may share it
public record Compiled(JobSpec spec, List<TaskFacts> facts, Map<String, String> blobs, boolean ofOneJob) {
    public Compiled {
        Objects.requireNonNull(spec);
        facts = List.copyOf(facts);
        blobs = Map.copyOf(blobs);
    }
}
