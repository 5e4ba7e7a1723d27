package dev.outlast.controller.leader;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// How old the last renewal is, by the monotonic and the wall clock, whichever says more time has passed.
final class Renewals {
    private final LongSupplier nanos;
    private final InstantSource wall;
    private volatile Sent last;

    /// When a renewal was *sent*; what it renews counts from then.
    record Sent(long nanos, Instant at) {}

    /// Counts from now.
    ///
    /// @param nanos a monotonic clock
    Renewals(LongSupplier nanos, InstantSource wall) {
        this.nanos = nanos;
        this.wall = wall;
        this.last = new Sent(nanos.getAsLong(), wall.instant());
    }

    Sent sending() {
        return new Sent(nanos.getAsLong(), wall.instant());
    }

    void done(Sent renewal) {
        last = renewal;
    }

    boolean isYoungerThan(Duration deadline) {
        var renewal = last;
        var mono = Duration.ofNanos(nanos.getAsLong() - renewal.nanos());
        var byWall = Duration.between(renewal.at(), wall.instant());
        return (mono.compareTo(byWall) > 0 ? mono : byWall).compareTo(deadline) < 0;
    }
}
