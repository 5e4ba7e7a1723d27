package dev.outlast.controller.leader;

import dev.outlast.controller.store.PostgresConnections;
import dev.outlast.core.spi.Leadership;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Elected is whose name is in the database's lease row, for as long as it is renewed.
///
/// Who waits also waits for the advisory lock of who is elected, so that the end of a process is noticed at once. That
/// is a hint: it may make an election early, and then the epoch protects.
public final class DatabaseLeadership implements Leadership {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseLeadership.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final PostgresConnections connections;
    private final LeaseSettings settings;
    private final String holder;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private @Nullable LeaseSession waiting;
    private final Turns turns = new Turns();

    /// @param connections to a database that a store was opened on: it makes the tables
    /// @param holder who this is; nobody else's name, not even that of the same controller's last process
    /// @param nanos a monotonic clock
    public DatabaseLeadership(
            PostgresConnections connections,
            LeaseSettings settings,
            String holder,
            LongSupplier nanos,
            InstantSource wall) {
        if (holder.isEmpty()) {
            throw new IllegalArgumentException("nobody has no name");
        }
        this.connections = connections;
        this.settings = settings;
        this.holder = holder;
        this.nanos = nanos;
        this.wall = wall;
    }

    @Override
    public Term awaitElection() throws InterruptedException {
        turns.awaitNone();
        var watch = new LeaseWatch(settings.duration());
        var away = false;
        while (true) {
            try {
                return campaign(watch);
            } catch (SQLException failed) {
                watch.sessionLost();
                turns.refuseWhenStopped();
                if (!away) {
                    LOG.warn("cannot ask who leads; trying again: {}", failed.getMessage());
                    away = true;
                }
                turns.pause(PAUSE);
            }
        }
    }

    /// With one session, until it breaks.
    private Term campaign(LeaseWatch watch) throws SQLException, InterruptedException {
        var session = new LeaseSession(connections);
        try {
            waitingWith(session);
            return begin(session, awaitTurn(session, watch));
        } catch (SQLException | InterruptedException | RuntimeException e) {
            session.abort();
            throw e;
        } finally {
            waitingWith(null);
        }
    }

    /// @return a term that counts from before it was asked for
    private LeaseTerm awaitTurn(LeaseSession session, LeaseWatch watch) throws SQLException, InterruptedException {
        while (true) {
            turns.refuseWhenStopped();
            var asked = nanos.getAsLong();
            var row = session.look();
            if (watch.isOver(row, asked, nanos.getAsLong()) || row.holder().equals(holder)) {
                var begun = new LeaseTerm(
                        connections,
                        session,
                        settings,
                        holder,
                        row.term() + 1,
                        new Renewals(nanos, wall),
                        turns::ended);
                if (session.take(row, holder, settings.duration().toMillis())) {
                    LOG.info("elected, after {}", row.isFree() ? "nobody" : row.holder());
                    return begun;
                }
            } else if (!row.lockHeld()) {
                // Whose session is not there may be about to make another, and wants its lock then.
                session.unlock();
                turns.pause(PAUSE);
            } else {
                var _ = session.awaitLock();
            }
        }
    }

    /// The session that was elected holds the lock from now on.
    private Term begin(LeaseSession session, LeaseTerm begun) throws SQLException, InterruptedException {
        if (!session.tryLock()) {
            session.endHolderOfLock();
            var _ = session.tryLock();
        }
        return turns.begin(begun);
    }

    private synchronized void waitingWith(@Nullable LeaseSession session) {
        waiting = session;
    }

    /// Resigns, and stops who waits.
    @Override
    public void close() {
        var _ = turns.close();
        synchronized (this) {
            if (waiting != null) {
                waiting.abort();
            }
        }
        turns.resign();
    }
}
