package dev.outlast.testkit.store;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/// The tables of the store in memory. A batch is checked as a whole before any of it is applied.
final class MemoryTables {
    record AttemptKey(int task, int attempt) implements Comparable<AttemptKey> {
        @Override
        public int compareTo(AttemptKey other) {
            return task != other.task ? Integer.compare(task, other.task) : Integer.compare(attempt, other.attempt);
        }
    }

    LeaderRow leader;
    final NavigableMap<Long, JobRow> jobs = new TreeMap<>();
    final NavigableMap<Long, JobRow> live = new TreeMap<>();
    /// By job, the number of the batch that wrote its row last.
    final Map<Long, Long> writtenBy = new HashMap<>();
    final Map<String, Long> counts = new HashMap<>();
    final Map<String, SpecRow> specs = new HashMap<>();
    final List<EventRow> events = new ArrayList<>();
    final Map<String, RequestRow> requests = new HashMap<>();
    final NavigableMap<String, ApiRequestRow> apiRequests = new TreeMap<>();
    final Map<Long, SecretRow> secrets = new HashMap<>();
    final Map<String, EventCursor> cursors = new HashMap<>();
    private final Map<Long, NavigableMap<AttemptKey, AttemptRow>> attempts = new HashMap<>();
    private final Map<Long, List<EventRow>> eventsByJob = new HashMap<>();

    MemoryTables(LeaderRow leader) {
        this.leader = leader;
    }

    MemoryTables copy() {
        var copy = new MemoryTables(leader);
        copy.jobs.putAll(jobs);
        copy.live.putAll(live);
        copy.writtenBy.putAll(writtenBy);
        copy.counts.putAll(counts);
        copy.specs.putAll(specs);
        copy.events.addAll(events);
        copy.requests.putAll(requests);
        copy.apiRequests.putAll(apiRequests);
        copy.secrets.putAll(secrets);
        copy.cursors.putAll(cursors);
        attempts.forEach((job, rows) -> copy.attempts.put(job, new TreeMap<>(rows)));
        eventsByJob.forEach((job, rows) -> copy.eventsByJob.put(job, new ArrayList<>(rows)));
        return copy;
    }

    NavigableMap<AttemptKey, AttemptRow> attemptsOf(JobId id) {
        return attempts.getOrDefault(id.value(), new TreeMap<>());
    }

    List<EventRow> eventsOf(JobId id) {
        return eventsByJob.getOrDefault(id.value(), List.of());
    }

    /// @throws IllegalArgumentException a bug of the writer
    void check(Batch batch) throws StoreException {
        checkNumbers(batch);
        if (batch.epoch() != leader.epoch() || batch.number() != leader.lastBatch() + 1) {
            throw new StoreException(
                    StoreException.Kind.FENCED,
                    "batch " + batch.number() + " of epoch " + batch.epoch() + ", but the row is " + leader);
        }
        var hashes = new HashSet<>(specs.keySet());
        batch.specs().forEach(s -> hashes.add(s.hash()));
        var ids = new HashSet<Long>();
        for (var job : batch.jobs()) {
            refuseUnless(hashes.contains(job.specHash()), "job " + job.id() + " names no spec");
            ids.add(job.id().value());
        }
        for (var attempt : batch.attempts()) {
            refuseUnless(known(attempt.job(), ids), "attempt of no job: " + attempt.job());
        }
        for (var secret : batch.secrets()) {
            refuseUnless(secret.sealed().isEmpty() || known(secret.job(), ids), "secret of no job: " + secret.job());
        }
        var keys = new HashSet<String>();
        for (var request : batch.requests()) {
            refuseUnless(
                    !requests.containsKey(request.key()) && keys.add(request.key()),
                    "request key is used: " + request.key());
        }
    }

    void apply(Batch batch) {
        leader = LeaderRows.committed(leader, batch);
        batch.specs().forEach(s -> specs.putIfAbsent(s.hash(), s));
        batch.jobs().forEach(this::put);
        batch.jobs().forEach(j -> writtenBy.put(j.id().value(), batch.number()));
        for (var attempt : batch.attempts()) {
            attempts.computeIfAbsent(attempt.job().value(), _ -> new TreeMap<>())
                    .put(new AttemptKey(attempt.task(), attempt.attempt()), attempt);
        }
        for (var event : batch.events()) {
            events.add(event);
            eventsByJob
                    .computeIfAbsent(event.job().value(), _ -> new ArrayList<>())
                    .add(event);
        }
        batch.requests().forEach(r -> requests.put(r.key(), r));
        batch.apiRequests().forEach(r -> apiRequests.putIfAbsent(r.id(), r));
        for (var secret : batch.secrets()) {
            if (secret.sealed().isEmpty()) {
                secrets.remove(secret.job().value());
            } else {
                secrets.put(secret.job().value(), secret);
            }
        }
    }

    private void put(JobRow given) {
        var was = jobs.get(given.id().value());
        var job = was == null ? given : changed(was, given);
        jobs.put(job.id().value(), job);
        if (was != null) {
            counts.computeIfPresent(was.status(), (_, n) -> n == 1 ? null : n - 1);
        }
        counts.merge(job.status(), 1L, Long::sum);
        if (job.live()) {
            live.put(job.id().value(), job);
        } else {
            live.remove(job.id().value());
        }
    }

    /// What was made at submit keeps its first value.
    private static JobRow changed(JobRow was, JobRow given) {
        return new JobRow(
                was.id(),
                was.name(),
                was.user(),
                given.priority(),
                given.status(),
                given.statusReason(),
                given.live(),
                given.recoveries(),
                was.submittedAt(),
                given.startedAt(),
                given.endedAt(),
                given.parked(),
                was.specHash(),
                was.meta(),
                given.state());
    }

    private boolean known(JobId id, Set<Long> inBatch) {
        return inBatch.contains(id.value()) || jobs.containsKey(id.value());
    }

    private static void checkNumbers(Batch batch) {
        for (var i = 0; i < batch.events().size(); i++) {
            var event = batch.events().get(i);
            refuseUnless(
                    event.batch() == batch.number() && event.n() == i,
                    "event " + i + " of batch " + batch.number() + " is numbered " + event.cursor());
        }
        for (var job : batch.jobs()) {
            refuseUnless(job.id().value() <= batch.lastJobId(), "job " + job.id() + " is above the last job id");
        }
    }

    private static void refuseUnless(boolean holds, String why) {
        if (!holds) {
            throw new IllegalArgumentException("batch breaks a constraint: " + why);
        }
    }
}
