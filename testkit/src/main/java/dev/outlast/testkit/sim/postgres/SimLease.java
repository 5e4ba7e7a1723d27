package dev.outlast.testkit.sim.postgres;

import java.time.Duration;
import java.util.Optional;

/// The lease row.
///
/// @param holder empty when nobody is elected
/// @param term raised by every election
/// @param renewals raised by every renewal
/// @param session that the holder named last
public record SimLease(String holder, long term, long renewals, Duration duration, Optional<SimSession> session) {
    static final SimLease NOBODY = new SimLease("", 0, 0, Duration.ZERO, Optional.empty());

    /// Whether it is the row that somebody saw before.
    boolean is(SimLease seen) {
        return term == seen.term && renewals == seen.renewals;
    }
}
