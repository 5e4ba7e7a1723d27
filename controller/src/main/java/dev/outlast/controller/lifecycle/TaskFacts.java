package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Demand;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import java.util.List;
import java.util.Objects;

/// What does not change over a task's life: read from the submitted YAML, shared by all jobs of the same text.
///
/// @param hasRun a task without `run` succeeds at once, without a cluster
/// @param checkpointBuckets bucket prefixes that may hold checkpoints, empty when there are none
public record TaskFacts(
        String name,
        boolean hasRun,
        boolean hasSetup,
        Demand demand,
        RecoveryPolicy recovery,
        RunLimits limits,
        List<String> checkpointBuckets) {
    public TaskFacts {
        Objects.requireNonNull(name);
        Objects.requireNonNull(demand);
        Objects.requireNonNull(recovery);
        Objects.requireNonNull(limits);
        checkpointBuckets = List.copyOf(checkpointBuckets);
    }
}
