package dev.outlast.controller.leader;

import java.time.Duration;
import java.time.Instant;

/// When the last renewal that was done was *sent*.
///
/// @param nanos by a monotonic clock
/// @param at by the wall clock
record Renewal(long nanos, Instant at) {
    /// Whether the holder may still act: by the monotonic and by the wall clock, whichever says that more time passed.
    boolean stands(LeaseSettings settings, long nowNanos, Instant now) {
        var mono = Duration.ofNanos(nowNanos - nanos);
        var byWall = Duration.between(at, now);
        return (mono.compareTo(byWall) > 0 ? mono : byWall).compareTo(settings.renewDeadline()) < 0;
    }
}
