package dev.outlast.controller.leader;

import dev.outlast.controller.store.PostgresConnections;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One time of being elected by the database's lease row.
final class LeaseTerm extends RenewedTerm {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseTerm.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(250);

    private final PostgresConnections connections;
    private final String holder;
    private final long number;
    private @Nullable LeaseSession session;

    /// @param session that is about to take the lease
    /// @param renewals that count from before it does
    LeaseTerm(
            PostgresConnections connections,
            LeaseSession session,
            LeaseSettings settings,
            String holder,
            long number,
            Renewals renewals,
            Consumer<RenewedTerm> ended) {
        super(renewals, new Pace(Duration.ZERO, settings.renewEvery(), TRY_AGAIN, settings.renewDeadline()), ended);
        this.connections = connections;
        this.session = session;
        this.holder = holder;
        this.number = number;
    }

    @Override
    Renewal renew() {
        try {
            if (session == null) {
                session = new LeaseSession(connections);
            }
            var _ = session.tryLock();
            return session.renew(holder, number) ? Renewal.DONE : Renewal.TAKEN;
        } catch (SQLException away) {
            LOG.warn("the lease is not renewed: {}", away.getMessage());
            drop();
            return Renewal.AWAY;
        }
    }

    @Override
    void giveBack() {
        try {
            if (session != null) {
                session.giveBack(holder, number);
                session.close();
                session = null;
            }
        } catch (SQLException away) {
            LOG.warn("the lease is not given back; others wait until it is over: {}", away.getMessage());
            drop();
        }
    }

    private void drop() {
        if (session != null) {
            session.abort();
            session = null;
        }
    }
}
