package dev.outlast.controller.leader;

import java.time.Duration;

/// The times of a Kubernetes Lease, as client-go names them.
///
/// @param duration after which others may take over a Lease that does not change
/// @param renewDeadline after which a leader that could not renew stops, by its own clock; below the duration
/// @param retry between two looks and between two renewals; at most half of the deadline
public record LeaseTimes(Duration duration, Duration renewDeadline, Duration retry) {
    public static final LeaseTimes DEFAULT =
            new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

    public LeaseTimes {
        if (duration.toSeconds() < 1 || duration.toMillisPart() != 0) {
            throw new IllegalArgumentException("duration: a Lease lasts whole seconds, at least one: " + duration);
        }
        if (renewDeadline.compareTo(duration) >= 0) {
            throw new IllegalArgumentException("renew_deadline: a leader must stop before others begin: "
                    + renewDeadline + " is not below " + duration);
        }
        if (retry.isNegative() || retry.isZero() || retry.multipliedBy(2).compareTo(renewDeadline) > 0) {
            throw new IllegalArgumentException(
                    "retry: there must be time for two tries before the deadline: " + retry + " of " + renewDeadline);
        }
    }
}
