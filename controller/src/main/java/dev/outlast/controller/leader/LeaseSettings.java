package dev.outlast.controller.leader;

import java.time.Duration;

/// How long an election lasts without being renewed.
///
/// @param duration after which others may take over, at least a second
public record LeaseSettings(Duration duration) {
    public static final LeaseSettings DEFAULT = new LeaseSettings(Duration.ofSeconds(5));

    public LeaseSettings {
        if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a lease lasts at least a second: " + duration);
        }
    }

    Duration renewEvery() {
        return duration.dividedBy(3);
    }

    /// Counted from before the renewal was sent. Others count from when they saw it, which is later, so that this much
    /// of a lease may be lost by clocks that run at different speeds.
    Duration renewDeadline() {
        return duration.multipliedBy(4).dividedBy(5);
    }
}
