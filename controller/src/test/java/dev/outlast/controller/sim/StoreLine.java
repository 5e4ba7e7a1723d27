package dev.outlast.controller.sim;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.ApiRequestRow;
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
import dev.outlast.core.store.Written;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A line to another store, for wrappers that change some of it.
public abstract class StoreLine implements Store {
    private final Store store;

    protected StoreLine(Store store) {
        this.store = store;
    }

    /// Called before everything but a commit.
    ///
    /// @throws StoreException when the store is away
    protected void reach() throws StoreException {}

    @Override
    public void commit(Batch batch) throws StoreException {
        // What a standby keeps of a job counts as long as the job's row is the same: see Written.
        for (var attempt : batch.attempts()) {
            if (batch.jobs().stream().noneMatch(job -> job.id().equals(attempt.job()))) {
                throw new AssertionError(
                        "an attempt of job " + attempt.job() + " is written without the job: " + batch);
            }
        }
        store.commit(batch);
    }

    @Override
    public LeaderRow leader() throws StoreException {
        reach();
        return store.leader();
    }

    @Override
    public LeaderRow takeLead(String holder) throws StoreException {
        reach();
        return store.takeLead(holder);
    }

    @Override
    public List<JobRow> live(long after, int limit) throws StoreException {
        reach();
        return store.live(after, limit);
    }

    @Override
    public Optional<JobRow> job(JobId id) throws StoreException {
        reach();
        return store.job(id);
    }

    @Override
    public List<JobRow> jobs(JobPage page) throws StoreException {
        reach();
        return store.jobs(page);
    }

    @Override
    public Map<String, Long> counts() throws StoreException {
        reach();
        return store.counts();
    }

    @Override
    public List<AttemptRow> attempts(JobId id) throws StoreException {
        reach();
        return store.attempts(id);
    }

    @Override
    public List<JobRow> jobs(Collection<JobId> ids) throws StoreException {
        reach();
        return store.jobs(ids);
    }

    @Override
    public List<AttemptRow> attempts(Collection<JobId> ids) throws StoreException {
        reach();
        return store.attempts(ids);
    }

    @Override
    public List<AttemptRow> liveAttempts(long after, long upTo) throws StoreException {
        reach();
        return store.liveAttempts(after, upTo);
    }

    @Override
    public List<Written> written(Collection<JobId> ids) throws StoreException {
        reach();
        return store.written(ids);
    }

    @Override
    public List<Written> liveWritten(long after, int limit) throws StoreException {
        reach();
        return store.liveWritten(after, limit);
    }

    @Override
    public List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException {
        reach();
        return store.events(id, after, limit);
    }

    @Override
    public List<EventRow> events(EventCursor after, int limit) throws StoreException {
        reach();
        return store.events(after, limit);
    }

    @Override
    public Optional<SpecRow> spec(String hash) throws StoreException {
        reach();
        return store.spec(hash);
    }

    @Override
    public Optional<RequestRow> request(String key) throws StoreException {
        reach();
        return store.request(key);
    }

    @Override
    public Optional<ApiRequestRow> apiRequest(String id) throws StoreException {
        reach();
        return store.apiRequest(id);
    }

    @Override
    public List<ApiRequestRow> apiRequests(String prefix, int limit) throws StoreException {
        reach();
        return store.apiRequests(prefix, limit);
    }

    @Override
    public List<ApiRequestRow> apiRequests(int limit) throws StoreException {
        reach();
        return store.apiRequests(limit);
    }

    @Override
    public int forgetApiRequests(Instant before, int limit) throws StoreException {
        reach();
        return store.forgetApiRequests(before, limit);
    }

    @Override
    public Optional<SecretRow> secret(JobId id) throws StoreException {
        reach();
        return store.secret(id);
    }

    @Override
    public EventCursor cursor(String reader) throws StoreException {
        reach();
        return store.cursor(reader);
    }

    @Override
    public void moveCursor(String reader, EventCursor to) throws StoreException {
        reach();
        store.moveCursor(reader, to);
    }

    @Override
    public void close() {}
}
