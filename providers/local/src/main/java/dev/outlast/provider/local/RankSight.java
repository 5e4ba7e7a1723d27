package dev.outlast.provider.local;

import dev.outlast.core.cluster.RankReport;
import java.util.Objects;

/// What one look at one node shows.
sealed interface RankSight {
    /// @param atBarrier whether its setup is done and it waits for the others of its gang
    record Seen(RankReport report, boolean atBarrier) implements RankSight {
        public Seen {
            Objects.requireNonNull(report);
        }
    }

    /// Proof that it is dead.
    record Lost(int rank, String why) implements RankSight {
        public Lost {
            Objects.requireNonNull(why);
        }
    }

    /// Nothing can be said now.
    record Hidden(int rank, String why) implements RankSight {
        public Hidden {
            Objects.requireNonNull(why);
        }
    }
}
