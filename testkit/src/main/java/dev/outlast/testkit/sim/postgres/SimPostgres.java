package dev.outlast.testkit.sim.postgres;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The server: the rows are a store's, the rest is what makes several clients of one PostgreSQL hard. A session that is
/// ended rolls back and gives up its locks; a restart ends all of them; a batch is one transaction on the leader row,
/// which others wait for.
public final class SimPostgres {
    private final VirtualTime time;
    private final Store tables;
    private final Watcher watcher;
    private final Set<SimSession> sessions = new LinkedHashSet<>();
    private SimLease lease = SimLease.NOBODY;
    private Instant renewed = Instant.MIN;
    private Optional<SimSession> lock = Optional.empty();
    private Optional<SimSession> rowLock = Optional.empty();
    private Optional<SimSession> writer = Optional.empty();
    private Instant downUntil = Instant.MIN;
    private int made;

    /// Told of what is true in the database at the moment it becomes true, whoever knows of it.
    public interface Watcher {
        void committed(Batch batch);

        void leads(LeaderRow row);

        /// @param from the row before
        /// @param unrenewed for how long it was not renewed
        /// @param there whether the session of its holder is there
        /// @param locked whether it holds the advisory lock
        void leaseTaken(SimLease from, Duration unrenewed, boolean there, boolean locked);
    }

    /// @param tables which refuse batches of another epoch or number
    public SimPostgres(VirtualTime time, Store tables, Watcher watcher) {
        this.time = Objects.requireNonNull(time);
        this.tables = Objects.requireNonNull(tables);
        this.watcher = Objects.requireNonNull(watcher);
    }

    VirtualTime time() {
        return time;
    }

    public boolean isUp() {
        return !time.instant().isBefore(downUntil);
    }

    /// @throws StoreException it is down
    public SimSession connect(String client) throws StoreException {
        if (!isUp()) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "the database system is starting up");
        }
        var session = new SimSession(this, client, ++made);
        sessions.add(session);
        return session;
    }

    /// All sessions are gone, and what was not committed.
    public void restart(Duration down) {
        List.copyOf(sessions).forEach(this::end);
        downUntil = time.instant().plus(down);
    }

    public void up() {
        downUntil = Instant.MIN;
    }

    void end(SimSession session) {
        session.end();
        sessions.remove(session);
        lock = lock.filter(s -> s != session);
        unlockRow(session);
    }

    // --- the leader row

    boolean isRowLockedFor(SimSession session) {
        return rowLock.filter(s -> s != session).isPresent();
    }

    void lockRow(SimSession session) {
        rowLock = Optional.of(session);
    }

    void unlockRow(SimSession session) {
        rowLock = rowLock.filter(s -> s != session);
    }

    void commit(Batch batch) throws StoreException {
        tables.commit(batch);
        watcher.committed(batch);
    }

    Optional<SimSession> writer() {
        return writer;
    }

    Optional<LeaderRow> takeLead(SimSession session, LeaderRow seen, String holder) throws StoreException {
        if (tables.leader().epoch() != seen.epoch()) {
            return Optional.empty();
        }
        var row = tables.takeLead(holder);
        writer = Optional.of(session);
        watcher.leads(row);
        return Optional.of(row);
    }

    // --- the lease

    public SimLease lease() {
        return lease;
    }

    Optional<SimSession> lockHolder() {
        return lock;
    }

    boolean tryLock(SimSession session) {
        if (lock.isEmpty()) {
            lock = Optional.of(session);
        }
        return lock.filter(s -> s == session).isPresent();
    }

    void unlock(SimSession session) {
        lock = lock.filter(s -> s != session);
    }

    boolean take(SimSession session, SimLease seen, String holder, Duration duration) {
        if (!lease.is(seen)) {
            return false;
        }
        if (!lease.holder().isEmpty()) {
            watcher.leaseTaken(
                    lease,
                    Duration.between(renewed, time.instant()),
                    lease.session().filter(SimSession::isAlive).isPresent(),
                    lock.isPresent() && lock.equals(lease.session()));
        }
        lease = new SimLease(holder, lease.term() + 1, 0, duration, Optional.of(session));
        renewed = time.instant();
        return true;
    }

    boolean renew(SimSession session, String holder, long term) {
        if (!lease.holder().equals(holder) || lease.term() != term) {
            return false;
        }
        lease = new SimLease(holder, term, lease.renewals() + 1, lease.duration(), Optional.of(session));
        renewed = time.instant();
        return true;
    }

    void giveBack(String holder, long term) {
        if (lease.holder().equals(holder) && lease.term() == term) {
            lease = new SimLease("", term, lease.renewals() + 1, lease.duration(), Optional.empty());
        }
    }
}
