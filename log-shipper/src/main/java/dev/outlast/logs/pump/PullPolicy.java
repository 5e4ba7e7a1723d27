package dev.outlast.logs.pump;

import java.time.Duration;

/// How soon to pull a rank's log again.
///
/// A node that dies without notice takes with it what it printed since the last pull: while it prints that is
/// `fastest`. A quiet rank costs a call every `slowest`, and at worst its first line comes that late.
///
/// @param fastest while somebody watches or it prints
/// @param slowest when it has been quiet for a while
public record PullPolicy(Duration fastest, Duration slowest) {
    public static final PullPolicy DEFAULT = new PullPolicy(Duration.ofMillis(200), Duration.ofSeconds(2));

    public PullPolicy {
        if (fastest.isNegative() || fastest.isZero() || slowest.compareTo(fastest) < 0) {
            throw new IllegalArgumentException("0 < fastest <= slowest: " + fastest + ", " + slowest);
        }
    }

    /// @param idle since the last pull that brought bytes
    /// @param watched whether somebody follows the job
    /// @param printedLast whether the last pull brought bytes
    public Duration next(Duration idle, boolean watched, boolean printedLast) {
        if (watched || printedLast || idle.isNegative()) {
            return fastest;
        }
        // A quarter of the silence so far: calls become rare at the rate at which an answer becomes unlikely.
        if (idle.toSeconds() / 4 > slowest.toSeconds()) {
            return slowest;
        }
        // In nanoseconds, for this is asked often: to divide a duration is to divide decimals of any length.
        var wait = Duration.ofNanos(fastest.toNanos() + idle.toNanos() / 4);
        return wait.compareTo(slowest) < 0 ? wait : slowest;
    }
}
