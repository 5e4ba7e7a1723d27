package dev.outlast.core.task;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What to do when an attempt is lost or fails. `maxRestartsOnErrors` (0 or more) bounds restarts after failures of
/// the user's own code; preemptions do not count. An exit code (0 to 255) in `recoverOnExitCodes` always recovers.
public record RecoverySpec(Strategy strategy, int maxRestartsOnErrors, SortedSet<Integer> recoverOnExitCodes) {
    public static final RecoverySpec DEFAULT = new RecoverySpec(Strategy.EAGER_NEXT_REGION, 0, new TreeSet<>());

    public RecoverySpec {
        recoverOnExitCodes = Collections.unmodifiableSortedSet(new TreeSet<>(recoverOnExitCodes));
    }

    /// Where the next attempt goes first.
    public enum Strategy {
        /// The same place once more, then the others.
        FAILOVER,
        /// Another region at once.
        EAGER_NEXT_REGION
    }
}
