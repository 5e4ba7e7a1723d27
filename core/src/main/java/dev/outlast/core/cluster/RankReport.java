package dev.outlast.core.cluster;

import java.time.Duration;
import java.util.Objects;

/// What the runner of one rank says of itself.
///
/// @param rank 0-based
/// @param ranFor time in `run` by the node's uptime clock; it stops at the exit
/// @param idleFor since the last byte of output or touch of the heartbeat file
public record RankReport(int rank, Phase phase, Duration ranFor, Duration idleFor) {
    public RankReport {
        Objects.requireNonNull(phase);
        Objects.requireNonNull(ranFor);
        Objects.requireNonNull(idleFor);
    }

    public sealed interface Phase {
        /// Not activated, or activated and not yet in setup.
        record Waiting() implements Phase {}

        record InSetup() implements Phase {}

        record InRun() implements Phase {}

        /// The process group has ended by itself.
        ///
        /// @param inSetup whether `setup` ended it
        /// @param code 0–255; 128 + n for signal n
        /// @param stopped whether the runner ended it: our SIGTERM, or the contact lease ran out
        record Exited(boolean inSetup, int code, boolean stopped) implements Phase {}
    }
}
