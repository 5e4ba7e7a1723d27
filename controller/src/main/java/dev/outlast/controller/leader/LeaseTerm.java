package dev.outlast.controller.leader;

import dev.outlast.controller.store.PostgresConnections;
import dev.outlast.core.spi.Leadership;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One time of being elected: renews the lease, and says honestly whether it still stands.
///
/// A lease that could not be renewed in time stands again when it is renewed later, because nobody took it meanwhile:
/// that is how a database that was away for a minute costs a minute and no leader.
final class LeaseTerm implements Leadership.Term {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseTerm.class);
    private static final Duration TRY_AGAIN = Duration.ofMillis(250);

    private final PostgresConnections connections;
    private final LeaseSettings settings;
    private final String holder;
    private final long number;
    private final Consumer<LeaseTerm> ended;
    private final Thread renewing;
    private final ReentrantLock using = new ReentrantLock();
    private @Nullable LeaseSession session;
    private final Renewals renewals;
    private volatile boolean over;

    /// @param session that is about to take the lease
    LeaseTerm(
            PostgresConnections connections,
            LeaseSession session,
            LeaseSettings settings,
            String holder,
            long number,
            LongSupplier nanos,
            InstantSource wall,
            Consumer<LeaseTerm> ended) {
        this.connections = connections;
        this.session = session;
        this.settings = settings;
        this.holder = holder;
        this.number = number;
        this.ended = ended;
        this.renewals = new Renewals(nanos, wall);
        this.renewing = Thread.ofVirtual().name("lease").unstarted(this::renewAlways);
    }

    void start() {
        renewing.start();
    }

    @Override
    public boolean stands() {
        return !over && renewals.isYoungerThan(settings.renewDeadline());
    }

    private void renewAlways() {
        try {
            while (!over) {
                Thread.sleep(renew() ? settings.renewEvery() : TRY_AGAIN);
            }
        } catch (InterruptedException resigned) {
            LOG.debug("no more renewals");
        }
    }

    /// @return whether to wait for the next time, or to try again soon
    private boolean renew() {
        using.lock();
        try {
            if (over) {
                return true;
            }
            var sent = renewals.sending();
            if (session == null) {
                session = new LeaseSession(connections);
            }
            var _ = session.tryLock();
            if (session.renew(holder, number)) {
                renewals.done(sent);
            } else {
                LOG.warn("somebody else was elected");
                end();
            }
            return true;
        } catch (SQLException away) {
            LOG.warn("the lease is not renewed: {}", away.getMessage());
            drop();
            return false;
        } finally {
            using.unlock();
        }
    }

    @Override
    public void resign() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (using.tryLock(1, TimeUnit.SECONDS)) {
                try {
                    giveBack();
                } finally {
                    using.unlock();
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        end();
        renewing.interrupt();
    }

    private void giveBack() {
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

    private void end() {
        over = true;
        ended.accept(this);
    }
}
