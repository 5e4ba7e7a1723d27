package dev.outlast.testkit.store;

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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A store in memory: deterministic, durable as long as the object lives, and failing as scripted.
///
/// It outlives the controllers that use it: [#close] does nothing, so a simulated restart opens the same object
/// again.
/// Passes `StoreContract`.
public final class InMemoryStore implements Store {
    private final Deque<Optional<StoreFault>> script = new ArrayDeque<>();
    private MemoryTables tables;
    private int awayFor;
    private boolean full;

    public InMemoryStore() {
        this("inst");
    }

    /// @param installation `[a-z0-9]{1,32}`
    public InMemoryStore(String installation) {
        tables = new MemoryTables(new LeaderRow(0, 0, installation, 1, 1, "", 0));
    }

    /// The next commit that is not yet scripted does this. Reads do not use up the script.
    public synchronized void failNextCommit(StoreFault fault) {
        script.add(Optional.of(fault));
    }

    /// The next commit that is not yet scripted succeeds.
    public synchronized void passNextCommit() {
        script.add(Optional.empty());
    }

    /// The next `calls` calls of any kind throw UNKNOWN and do nothing.
    public synchronized void awayFor(int calls) {
        awayFor = calls;
    }

    /// Every commit is refused as FULL until told otherwise.
    public synchronized void full(boolean isFull) {
        full = isFull;
    }

    /// What a backup would hold now.
    public synchronized Snapshot snapshot() {
        return new Snapshot(tables.copy());
    }

    /// Everything becomes as it was; the incarnation is raised, as a restore of a backup must.
    public synchronized void restore(Snapshot snapshot) {
        var incarnation = tables.leader.incarnation() + 1;
        failOverTo(snapshot);
        tables.leader = LeaderRows.withIncarnation(tables.leader, incarnation);
    }

    /// Everything becomes as it was, and nobody said so: a stale replica took over.
    public synchronized void failOverTo(Snapshot snapshot) {
        tables = snapshot.tables.copy();
    }

    /// The contents at one moment.
    public static final class Snapshot {
        private final MemoryTables tables;

        private Snapshot(MemoryTables tables) {
            this.tables = tables;
        }
    }

    @Override
    public synchronized LeaderRow leader() throws StoreException {
        arrive();
        return tables.leader;
    }

    @Override
    public synchronized LeaderRow takeLead(String holder) throws StoreException {
        arrive();
        tables.leader = LeaderRows.taken(tables.leader, holder);
        return tables.leader;
    }

    @Override
    public synchronized void commit(Batch batch) throws StoreException {
        arrive();
        var scripted = script.poll();
        var fault = scripted == null ? null : scripted.orElse(null);
        if (fault == StoreFault.LOST_BEFORE_COMMIT) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "scripted: lost before commit " + batch.number());
        }
        tables.check(batch);
        if (full || fault == StoreFault.FULL) {
            throw new StoreException(StoreException.Kind.FULL, "scripted: no room for batch " + batch.number());
        }
        tables.apply(batch);
        if (fault == StoreFault.LOST_AFTER_COMMIT) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "scripted: lost after commit " + batch.number());
        }
    }

    @Override
    public synchronized List<JobRow> live(long after, int limit) throws StoreException {
        arrive();
        checkLimit(limit);
        return tables.live.tailMap(after, false).values().stream().limit(limit).toList();
    }

    @Override
    public synchronized Optional<JobRow> job(JobId id) throws StoreException {
        arrive();
        return Optional.ofNullable(tables.jobs.get(id.value()));
    }

    @Override
    public synchronized List<JobRow> jobs(JobPage page) throws StoreException {
        arrive();
        return tables.jobs.headMap(page.before(), false).descendingMap().values().stream()
                .filter(j -> page.statuses().isEmpty() || page.statuses().contains(j.status()))
                .filter(j -> page.name().isEmpty() || page.name().equals(j.name()))
                .filter(j -> page.user().isEmpty() || page.user().equals(j.user()))
                .limit(page.limit())
                .toList();
    }

    @Override
    public synchronized Map<String, Long> counts() throws StoreException {
        arrive();
        return Map.copyOf(tables.counts);
    }

    @Override
    public synchronized List<AttemptRow> attempts(JobId id) throws StoreException {
        arrive();
        return List.copyOf(tables.attemptsOf(id).values());
    }

    @Override
    public synchronized List<JobRow> jobs(Collection<JobId> ids) throws StoreException {
        arrive();
        checkIds(ids);
        return ids.stream()
                .map(JobId::value)
                .distinct()
                .sorted()
                .map(tables.jobs::get)
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public synchronized List<AttemptRow> attempts(Collection<JobId> ids) throws StoreException {
        arrive();
        checkIds(ids);
        return ids.stream()
                .distinct()
                .sorted(Comparator.comparingLong(JobId::value))
                .flatMap(id -> tables.attemptsOf(id).values().stream())
                .toList();
    }

    private static void checkIds(Collection<JobId> ids) {
        if (ids.size() > 1_000) {
            throw new IllegalArgumentException("at most 1000 jobs at a time, not " + ids.size());
        }
    }

    @Override
    public synchronized List<AttemptRow> liveAttempts(long after, long upTo) throws StoreException {
        arrive();
        if (upTo <= after) {
            return List.of();
        }
        return tables.live.subMap(after, false, upTo, true).values().stream()
                .flatMap(job -> tables.attemptsOf(job.id()).values().stream())
                .toList();
    }

    @Override
    public synchronized List<Written> written(Collection<JobId> ids) throws StoreException {
        return jobs(ids).stream().map(this::written).toList();
    }

    @Override
    public synchronized List<Written> liveWritten(long after, int limit) throws StoreException {
        return live(after, limit).stream().map(this::written).toList();
    }

    private Written written(JobRow row) {
        return new Written(row.id(), tables.writtenBy.getOrDefault(row.id().value(), 0L));
    }

    @Override
    public synchronized List<EventRow> events(JobId id, EventCursor after, int limit) throws StoreException {
        arrive();
        checkLimit(limit);
        return after(tables.eventsOf(id), after, limit);
    }

    @Override
    public synchronized List<EventRow> events(EventCursor after, int limit) throws StoreException {
        arrive();
        checkLimit(limit);
        return after(tables.events, after, limit);
    }

    @Override
    public synchronized Optional<SpecRow> spec(String hash) throws StoreException {
        arrive();
        return Optional.ofNullable(tables.specs.get(hash));
    }

    @Override
    public synchronized Optional<RequestRow> request(String key) throws StoreException {
        arrive();
        return Optional.ofNullable(tables.requests.get(key));
    }

    @Override
    public synchronized Optional<ApiRequestRow> apiRequest(String id) throws StoreException {
        arrive();
        return Optional.ofNullable(tables.apiRequests.get(id));
    }

    @Override
    public synchronized List<ApiRequestRow> apiRequests(String prefix, int limit) throws StoreException {
        arrive();
        checkRequests(limit);
        return tables.apiRequests.tailMap(prefix, true).values().stream()
                .takeWhile(r -> r.id().startsWith(prefix))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<ApiRequestRow> apiRequests(int limit) throws StoreException {
        arrive();
        checkRequests(limit);
        return tables.apiRequests.values().stream()
                .sorted(Comparator.comparing(ApiRequestRow::createdAt)
                        .thenComparing(ApiRequestRow::id)
                        .reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized int forgetApiRequests(Instant before, int limit) throws StoreException {
        arrive();
        checkLimit(limit);
        var old = tables.apiRequests.values().stream()
                .filter(r -> r.createdAt().isBefore(before))
                .limit(limit)
                .map(ApiRequestRow::id)
                .toList();
        old.forEach(tables.apiRequests::remove);
        return old.size();
    }

    @Override
    public synchronized Optional<SecretRow> secret(JobId id) throws StoreException {
        arrive();
        return Optional.ofNullable(tables.secrets.get(id.value()));
    }

    @Override
    public synchronized EventCursor cursor(String reader) throws StoreException {
        arrive();
        return tables.cursors.getOrDefault(reader, EventCursor.START);
    }

    @Override
    public synchronized void moveCursor(String reader, EventCursor to) throws StoreException {
        arrive();
        tables.cursors.merge(reader, to, (was, wanted) -> wanted.compareTo(was) > 0 ? wanted : was);
    }

    @Override
    public void close() {}

    private void arrive() throws StoreException {
        if (awayFor > 0) {
            awayFor--;
            throw new StoreException(StoreException.Kind.UNKNOWN, "scripted: away");
        }
    }

    private static List<EventRow> after(@Nullable List<EventRow> events, EventCursor after, int limit) {
        if (events == null) {
            return List.of();
        }
        var low = 0;
        var high = events.size();
        while (low < high) {
            var middle = (low + high) >>> 1;
            if (events.get(middle).cursor().compareTo(after) > 0) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return new ArrayList<>(events.subList(low, Math.min(events.size(), low + limit)));
    }

    private static void checkRequests(int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000: " + limit);
        }
    }

    private static void checkLimit(int limit) {
        if (limit < 1 || limit > 10_000) {
            throw new IllegalArgumentException("limit must be 1 to 10000: " + limit);
        }
    }
}
