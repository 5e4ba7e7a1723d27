package dev.outlast.controller.sim;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.sim.Chance;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// One controller's line to the store: commits whose answer is lost, processes killed around a commit, a store
/// that is
/// away, a disk that is full.
final class SimStore implements Store {
    private final Store primary;
    private final Chance chance;
    private final BooleanSupplier away;
    private final Consumer<Batch> committed;

    /// @param committed told of each batch that is in the primary, before its writer knows
    SimStore(Store primary, Chance chance, BooleanSupplier away, Consumer<Batch> committed) {
        this.primary = primary;
        this.chance = chance;
        this.away = away;
        this.committed = committed;
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        reach();
        if (chance.fault(0.01)) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "lost before commit");
        }
        if (chance.fault(0.002)) {
            throw new StoreException(StoreException.Kind.FULL, "no space left");
        }
        if (chance.fault(0.002)) {
            throw new Crash("before commit");
        }
        primary.commit(batch);
        committed.accept(batch);
        if (chance.fault(0.002)) {
            throw new Crash("after commit");
        }
        if (chance.fault(0.01)) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "lost after commit");
        }
    }

    @Override
    public LeaderRow leader() throws StoreException {
        reach();
        return primary.leader();
    }

    @Override
    public LeaderRow takeLead(String holder) throws StoreException {
        reach();
        return primary.takeLead(holder);
    }

    @Override
    public List<JobRow> live(long after, int limit) throws StoreException {
        reach();
        return primary.live(after, limit);
    }

    @Override
    public Optional<JobRow> job(JobId id) throws StoreException {
        reach();
        return primary.job(id);
    }

    @Override
    public List<JobRow> jobs(JobPage page) throws StoreException {
        reach();
        return primary.jobs(page);
    }

    @Override
    public Map<String, Long> counts() throws StoreException {
        reach();
        return primary.counts();
    }

    @Override
    public List<AttemptRow> attempts(JobId id) throws StoreException {
        reach();
        return primary.attempts(id);
    }

    @Override
    public List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException {
        reach();
        return primary.events(id, after, limit);
    }

    @Override
    public List<EventRow> events(EventCursor after, int limit) throws StoreException {
        reach();
        return primary.events(after, limit);
    }

    @Override
    public Optional<SpecRow> spec(String hash) throws StoreException {
        reach();
        return primary.spec(hash);
    }

    @Override
    public Optional<RequestRow> request(String key) throws StoreException {
        reach();
        return primary.request(key);
    }

    @Override
    public Optional<SecretRow> secret(JobId id) throws StoreException {
        reach();
        return primary.secret(id);
    }

    @Override
    public EventCursor cursor(String reader) throws StoreException {
        reach();
        return primary.cursor(reader);
    }

    @Override
    public void moveCursor(String reader, EventCursor to) throws StoreException {
        reach();
        primary.moveCursor(reader, to);
    }

    @Override
    public void close() {}

    private void reach() throws StoreException {
        if (away.getAsBoolean()) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "away");
        }
    }
}
