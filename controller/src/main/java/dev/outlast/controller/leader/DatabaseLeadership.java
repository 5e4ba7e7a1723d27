package dev.outlast.controller.leader;

import dev.outlast.controller.store.PostgresConnections;
import dev.outlast.core.spi.Leadership;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private static final long PAUSE_MILLIS = 200;

    private final PostgresConnections connections;
    private final LeaseSettings settings;
    private final String holder;
    private final LongSupplier nanos;
    private final InstantSource wall;
    private @Nullable LeaseTerm term;
    private @Nullable LeaseSession waiting;
    private final CountDownLatch closing = new CountDownLatch(1);
    private boolean closed;

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
        synchronized (this) {
            while (term != null && !closed) {
                wait();
            }
            refuseWhenStopped();
        }
        var watch = new LeaseWatch(settings.duration());
        var away = false;
        while (true) {
            try {
                return campaign(watch);
            } catch (SQLException failed) {
                watch.sessionLost();
                refuseWhenStopped();
                if (!away) {
                    LOG.warn("cannot ask who leads; trying again: {}", failed.getMessage());
                    away = true;
                }
                pause();
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
            refuseWhenStopped();
            var asked = nanos.getAsLong();
            var row = session.look();
            if (watch.isOver(row, asked, nanos.getAsLong()) || row.holder().equals(holder)) {
                var begun =
                        new LeaseTerm(connections, session, settings, holder, row.term() + 1, nanos, wall, this::ended);
                if (session.take(row, holder, settings.duration().toMillis())) {
                    LOG.info("elected, after {}", row.isFree() ? "nobody" : row.holder());
                    return begun;
                }
            } else if (!row.lockHeld()) {
                // Whose session is not there may be about to make another, and wants its lock then.
                session.unlock();
                pause();
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
        synchronized (this) {
            if (!closed) {
                term = begun;
                begun.start();
                return begun;
            }
        }
        begun.resign();
        throw new InterruptedException("closed");
    }

    private synchronized void ended(LeaseTerm which) {
        if (term == which) {
            term = null;
            notifyAll();
        }
    }

    private synchronized void waitingWith(@Nullable LeaseSession session) {
        waiting = session;
    }

    private void pause() throws InterruptedException {
        if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    private synchronized void refuseWhenStopped() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("told to stop waiting");
        }
    }

    /// Resigns, and stops who waits.
    @Override
    public void close() {
        LeaseTerm last;
        synchronized (this) {
            closed = true;
            closing.countDown();
            last = term;
            if (waiting != null) {
                waiting.abort();
            }
            notifyAll();
        }
        if (last != null) {
            last.resign();
        }
    }
}
