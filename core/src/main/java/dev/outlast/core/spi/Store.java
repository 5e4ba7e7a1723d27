package dev.outlast.core.spi;

import dev.outlast.core.job.JobId;
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

/// The truth. One engine writes, by numbered and fenced batches; anybody reads, by bounded pages.
///
/// Contract suite: `StoreContract` in `testkit`. Reads are thread-safe; [#commit] is called by one thread.
/// Every method may throw [StoreException] with UNKNOWN when the store is away.
public interface Store extends AutoCloseable {

    /// The leader row, read from where writes go.
    LeaderRow leader() throws StoreException;

    /// Raises the epoch by one and writes the holder, by compare-and-set.
    ///
    /// @throws StoreException FENCED when another controller was faster
    LeaderRow takeLead(String holder) throws StoreException;

    /// Commits the batch durably, or nothing of it.
    ///
    /// @throws StoreException FENCED, FULL, or UNKNOWN: then the leader row's last batch tells
    void commit(Batch batch) throws StoreException;

    /// Live jobs by ascending id.
    ///
    /// @param after only ids above it, 0 for the first page
    /// @param limit 1 to 10,000
    List<JobRow> live(long after, int limit) throws StoreException;

    Optional<JobRow> job(JobId id) throws StoreException;

    List<JobRow> jobs(JobPage page) throws StoreException;

    /// Those of these jobs that there are, by ascending id.
    ///
    /// @param ids at most 1,000
    List<JobRow> jobs(Collection<JobId> ids) throws StoreException;

    /// How many jobs there are by status.
    Map<String, Long> counts() throws StoreException;

    List<AttemptRow> attempts(JobId id) throws StoreException;

    /// Attempts of these jobs, by job, task and number.
    ///
    /// @param ids at most 1,000
    List<AttemptRow> attempts(Collection<JobId> ids) throws StoreException;

    /// Attempts of live jobs, by job, task and number.
    ///
    /// @param after only of jobs with ids above it
    /// @param upTo and not above this one
    List<AttemptRow> liveAttempts(long after, long upTo) throws StoreException;

    /// Which batch wrote each of these jobs last, as far as there are any, by ascending id.
    ///
    /// @param ids at most 1,000
    List<Written> written(Collection<JobId> ids) throws StoreException;

    /// Which batch wrote each live job last, by ascending id.
    ///
    /// @param after only ids above it, 0 for the first page
    /// @param limit 1 to 10,000
    List<Written> liveWritten(long after, int limit) throws StoreException;

    /// A job's history in order.
    ///
    /// @param limit 1 to 10,000
    List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException;

    /// Everybody's history in order, for readers with a cursor.
    List<EventRow> events(EventCursor after, int limit) throws StoreException;

    Optional<SpecRow> spec(String hash) throws StoreException;

    Optional<RequestRow> request(String key) throws StoreException;

    Optional<ApiRequestRow> apiRequest(String id) throws StoreException;

    /// Requests whose id begins so, by id.
    ///
    /// @param prefix not empty
    /// @param limit 1 to 1,000
    List<ApiRequestRow> apiRequests(String prefix, int limit) throws StoreException;

    /// Requests, newest first.
    ///
    /// @param limit 1 to 1,000
    List<ApiRequestRow> apiRequests(int limit) throws StoreException;

    /// Removes records of requests that came before then; no more than `limit` of them, so that it is short.
    ///
    /// @param limit 1 to 10,000
    /// @return how many
    int forgetApiRequests(Instant before, int limit) throws StoreException;

    Optional<SecretRow> secret(JobId id) throws StoreException;

    /// A reader's durable place in the history; [EventCursor#START] when it never read.
    EventCursor cursor(String reader) throws StoreException;

    /// Moves a reader's place; it never goes back.
    void moveCursor(String reader, EventCursor to) throws StoreException;

    @Override
    void close();
}
