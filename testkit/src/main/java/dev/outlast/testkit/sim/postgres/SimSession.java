package dev.outlast.testkit.sim.postgres;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// One session at the server. What was sent on it is done as long as the server has not ended it, whatever became of
/// the client meanwhile.
public final class SimSession {
    private final SimPostgres server;
    private final String client;
    private final long number;
    private final Set<Batch> done = new HashSet<>();
    private boolean alive = true;

    SimSession(SimPostgres server, String client, long number) {
        this.server = server;
        this.client = client;
        this.number = number;
    }

    public long number() {
        return number;
    }

    public boolean isAlive() {
        return alive;
    }

    void end() {
        alive = false;
    }

    // --- batches

    /// Whether another session's transaction holds the leader row.
    public boolean mustWait() {
        return server.isRowLockedFor(this);
    }

    /// One statement: the fence, and all rows. To be called when it need not wait.
    ///
    /// @throws StoreException as the store's commit; UNKNOWN when the session is gone
    public void commit(Batch batch) throws StoreException {
        requireAlive();
        server.commit(batch);
        done.add(batch);
    }

    /// The statement is on its way for so long. Whatever comes of it, nobody is told.
    public void commitLater(Batch batch, Duration underWay) {
        server.time().after(underWay, () -> land(batch));
    }

    private void land(Batch batch) {
        if (alive && mustWait()) {
            commitLater(batch, Duration.ofMillis(100));
        } else if (alive) {
            try {
                commit(batch);
            } catch (StoreException refused) {
                // Its client does not listen any more.
                return;
            }
        }
    }

    /// The server takes so long over it, and the row is locked meanwhile. Ended in between, nothing of it is done.
    public void commitSlowly(Batch batch, Duration lasting) throws StoreException {
        requireAlive();
        server.lockRow(this);
        server.time().after(lasting, () -> {
            server.unlockRow(this);
            land(batch);
        });
    }

    /// Whether a batch that was sent on this session is in the database, and its answer was sent back.
    public boolean hasDone(Batch batch) {
        return alive && done.contains(batch);
    }

    /// By compare-and-set, with this session as the one that writes. To be called when it need not wait.
    ///
    /// @return nothing when the row is not as it was seen
    public Optional<LeaderRow> takeLead(LeaderRow seen, String holder) throws StoreException {
        requireAlive();
        return server.takeLead(this, seen, holder);
    }

    /// Ends another session, and rolls back what it was in.
    public void end(SimSession other) throws StoreException {
        requireAlive();
        server.end(other);
    }

    public Optional<SimSession> writer() throws StoreException {
        requireAlive();
        return server.writer();
    }

    // --- the lease

    public SimLease look() throws StoreException {
        requireAlive();
        return server.lease();
    }

    /// Whether the session that the holder named holds the advisory lock.
    public boolean isLockHeldBy(SimLease row) {
        return row.session().isPresent() && server.lockHolder().equals(row.session());
    }

    /// @return whether the row was still as it was seen, and is this holder's now
    public boolean take(SimLease seen, String holder, Duration duration) throws StoreException {
        requireAlive();
        return server.take(this, seen, holder, duration);
    }

    /// @return false when somebody else was elected
    public boolean renew(String holder, long term) throws StoreException {
        requireAlive();
        return server.renew(this, holder, term);
    }

    public void giveBack(String holder, long term) throws StoreException {
        requireAlive();
        server.giveBack(holder, term);
    }

    /// @return whether this session holds the advisory lock now
    public boolean tryLock() throws StoreException {
        requireAlive();
        return server.tryLock(this);
    }

    public void unlock() throws StoreException {
        requireAlive();
        server.unlock(this);
    }

    public void endHolderOfLock() throws StoreException {
        requireAlive();
        server.lockHolder().filter(s -> s != this).ifPresent(server::end);
    }

    /// The client's end of it is closed, or its process is gone.
    public void close() {
        server.end(this);
    }

    private void requireAlive() throws StoreException {
        if (!alive) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "the session was ended");
        }
    }

    @Override
    public String toString() {
        return client + "/" + number;
    }
}
