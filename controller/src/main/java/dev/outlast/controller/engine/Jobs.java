package dev.outlast.controller.engine;

import dev.outlast.core.job.JobId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The live jobs as last committed. One thread writes; anybody reads.
public final class Jobs {
    private final Map<JobId, LiveJob> live = new ConcurrentHashMap<>();

    public Optional<LiveJob> find(JobId id) {
        return Optional.ofNullable(live.get(id));
    }

    public Collection<LiveJob> all() {
        return live.values();
    }

    public int size() {
        return live.size();
    }

    void put(LiveJob job) {
        live.put(job.facts().id(), job);
    }

    void remove(JobId id) {
        live.remove(id);
    }

    void clear() {
        live.clear();
    }
}
