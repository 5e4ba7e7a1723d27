package dev.outlast.recovery;

import java.time.Duration;
import java.util.Objects;

/// Limits the user set. [#NEVER] stands for "not set".
///
/// @param maxDuration time in RUNNING summed over all attempts, by the nodes' uptime clocks
/// @param maxWait time from submit, and from each loss, until `run` starts
/// @param stallAfter no log byte and no heartbeat for that long
/// @param relaunchAfterSilence `on_silence: relaunch after D`; [#NEVER] for `wait`
/// @param grace from SIGTERM to SIGKILL
public record RunLimits(
        Duration maxDuration, Duration maxWait, Duration stallAfter, Duration relaunchAfterSilence, Duration grace) {
    /// Longer than any job lives: 1,000 years.
    public static final Duration NEVER = Duration.ofDays(365_000);

    public static final RunLimits NONE = new RunLimits(NEVER, NEVER, NEVER, NEVER, Duration.ofSeconds(30));

    public RunLimits {
        Objects.requireNonNull(maxDuration);
        Objects.requireNonNull(maxWait);
        Objects.requireNonNull(stallAfter);
        Objects.requireNonNull(relaunchAfterSilence);
        Objects.requireNonNull(grace);
    }

    public static boolean isSet(Duration limit) {
        return limit.compareTo(NEVER) < 0;
    }
}
