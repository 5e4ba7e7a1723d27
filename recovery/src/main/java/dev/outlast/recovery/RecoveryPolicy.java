package dev.outlast.recovery;

import java.util.Objects;
import java.util.Set;

/// What the user asked for in `job_recovery`.
///
/// @param maxRestartsOnErrors how often a failing program is started again, at least 0
/// @param recoverOnExitCodes codes (0–255) that restart it without being counted
public record RecoveryPolicy(Strategy strategy, int maxRestartsOnErrors, Set<Integer> recoverOnExitCodes) {
    public static final RecoveryPolicy DEFAULT = new RecoveryPolicy(Strategy.EAGER_NEXT_REGION, 0, Set.of());

    public RecoveryPolicy {
        Objects.requireNonNull(strategy);
        recoverOnExitCodes = Set.copyOf(recoverOnExitCodes);
        if (maxRestartsOnErrors < 0) {
            throw new IllegalArgumentException("max_restarts_on_errors must be at least 0: " + maxRestartsOnErrors);
        }
    }

    public enum Strategy {
        /// Where it ran last comes first, then everywhere else.
        FAILOVER,
        /// Everywhere else first; the region that was lost comes last, unless the user pinned it.
        EAGER_NEXT_REGION
    }

    /// Whether a program that ended with `code` may start again.
    ///
    /// @param userErrors restarts already counted
    public Restart restart(int code, int userErrors) {
        if (recoverOnExitCodes.contains(code)) {
            return Restart.UNCOUNTED;
        }
        return userErrors < maxRestartsOnErrors ? Restart.COUNTED : Restart.NO;
    }

    public enum Restart {
        NO,
        COUNTED,
        UNCOUNTED
    }
}
