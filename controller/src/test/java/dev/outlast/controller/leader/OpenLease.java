package dev.outlast.controller.leader;

import dev.outlast.testkit.sim.postgres.SimLease;
import dev.outlast.testkit.sim.postgres.SimSession;
import java.time.Duration;
import java.time.Instant;

/// The product's judgement of leases, for the simulator: when one may be taken, and when its holder must stop.
public final class OpenLease {
    private final LeaseSettings settings;
    private final LeaseWatch watch;
    private Renewal last = new Renewal(0, Instant.MIN);

    public OpenLease(Duration duration) {
        settings = new LeaseSettings(duration);
        watch = new LeaseWatch(duration);
    }

    /// Whether the lease may be taken, in the eyes of one who waits.
    public boolean isOver(SimLease row, boolean lockHeld, long asked, long answered) {
        var seen = new LeaseRow(
                row.holder(),
                row.term(),
                row.renewals(),
                row.duration().toMillis(),
                row.session().map(SimSession::number).orElse(0L),
                lockHeld);
        return watch.isOver(seen, asked, answered);
    }

    public void sessionLost() {
        watch.sessionLost();
    }

    /// @param nanos when the renewal that was done was sent
    public void renewed(long nanos, Instant at) {
        last = new Renewal(nanos, at);
    }

    /// Whether its holder may act.
    public boolean stands(long nanos, Instant now) {
        return last.stands(settings, nanos, now);
    }

    public Duration renewEvery() {
        return settings.renewEvery();
    }
}
