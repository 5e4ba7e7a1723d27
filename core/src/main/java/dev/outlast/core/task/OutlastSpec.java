package dev.outlast.core.task;

import java.math.BigDecimal;
import java.time.Duration;

/// The limits and promises only Outlast knows. A zero duration or cost means "no limit", except `grace`: zero means
/// that SIGKILL follows SIGTERM at once. `maxCostUsd` is for all attempts of the task together.
public record OutlastSpec(
        Deadline deadline,
        Duration maxDuration,
        Duration maxWait,
        BigDecimal maxCostUsd,
        Duration stallAfter,
        OnSilence onSilence,
        Duration grace,
        Duration keepFailed) {
    public static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    public static final OutlastSpec DEFAULT = new OutlastSpec(
            Deadline.NONE,
            Duration.ZERO,
            Duration.ZERO,
            BigDecimal.ZERO,
            Duration.ZERO,
            OnSilence.WAIT,
            DEFAULT_GRACE,
            Duration.ZERO);

    /// Whether a run that takes too long is stopped.
    public boolean hasMaxDuration() {
        return maxDuration.isPositive();
    }

    /// Whether waiting for machines too long ends the task.
    public boolean hasMaxWait() {
        return maxWait.isPositive();
    }

    /// Whether a run without output for too long counts as stalled.
    public boolean hasStallAfter() {
        return stallAfter.isPositive();
    }
}
