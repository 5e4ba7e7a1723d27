package dev.outlast.controller.engine;

import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one batch would do: dropped whole if its commit did not happen.
final class Tentative {
    private final Jobs committed;
    final Instant now;
    final long batch;
    final Map<JobId, LiveJob> changed = new LinkedHashMap<>();
    final Set<JobId> touched = new HashSet<>();
    final List<EventRow> events = new ArrayList<>();
    final Map<String, AttemptRow> attempts = new LinkedHashMap<>();
    final Map<String, SpecRow> specs = new LinkedHashMap<>();
    final Map<String, RequestRow> requests = new LinkedHashMap<>();
    final List<ApiRequestRow> apiRequests = new ArrayList<>();
    final List<SecretRow> secrets = new ArrayList<>();
    final Map<Input.Command, Reply.Answer> answers = new LinkedHashMap<>();
    final Set<OfferKey> tried = new HashSet<>();
    /// Attempts this batch begins, by place: they count against the limits before they are committed.
    final Map<String, Integer> placed = new HashMap<>();
    final Map<JobId, Input.Submit> makers = new HashMap<>();
    final Bugs bugs;
    long lastJobId;

    /// @param bugs what threw when this batch was tried before
    Tentative(Jobs committed, Instant now, long batch, long lastJobId, Bugs bugs) {
        this.committed = committed;
        this.now = now;
        this.batch = batch;
        this.lastJobId = lastJobId;
        this.bugs = bugs;
    }

    Optional<LiveJob> find(JobId id) {
        var mine = changed.get(id);
        return mine != null ? Optional.of(mine) : committed.find(id);
    }

    Optional<LiveJob> before(JobId id) {
        return committed.find(id);
    }

    void attempt(OpenAttempts known, AttemptRow line) {
        var key = line.job() + "/" + line.task() + "/" + line.attempt();
        attempts.put(key, known.merged(line, Optional.ofNullable(attempts.get(key))));
    }

    void put(LiveJob job) {
        changed.put(job.facts().id(), job);
    }

    void event(LiveJob job, int task, int attempt, String kind, String from, String to, String status, String detail) {
        events.add(new EventRow(
                batch, events.size(), job.facts().id(), task, attempt, now, kind, from, to, status, detail));
    }

    /// An answer that changes nothing is committed as well: only a leader may give it, and only the fence knows.
    boolean isEmpty() {
        return changed.isEmpty() && events.isEmpty() && requests.isEmpty() && answers.isEmpty();
    }
}
