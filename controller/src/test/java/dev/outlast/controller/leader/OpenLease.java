package dev.outlast.controller.leader;

import dev.outlast.testkit.sim.postgres.SimLease;
import dev.outlast.testkit.sim.postgres.SimSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The product's judgement of leases, for the simulator: when one may be taken, and when its holder must stop.
public final class OpenLease {
    private final LeaseSettings settings;
    private final LeaseWatch watch;
    private final Renewals renewals;

    /// @param nanos a monotonic clock
    public OpenLease(Duration duration, LongSupplier nanos, InstantSource wall) {
        settings = new LeaseSettings(duration);
        watch = new LeaseWatch(duration);
        renewals = new Renewals(nanos, wall);
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

    /// A renewal is sent now; what is answered is to be run when it is done.
    public Runnable sending() {
        var sent = renewals.sending();
        return () -> renewals.done(sent);
    }

    /// Whether its holder may act.
    public boolean stands() {
        return renewals.isYoungerThan(settings.renewDeadline());
    }

    public Duration renewEvery() {
        return settings.renewEvery();
    }
}
