package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;

/// When which job wants a tick. Owned by the engine's thread; the past of a job's alarms is dropped when it is
/// reached.
final class Alarms {
    private record Alarm(Instant at, JobId job) implements Comparable<Alarm> {
        Alarm {
            Objects.requireNonNull(at);
        }

        @Override
        public int compareTo(Alarm other) {
            var byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : job.compareTo(other.job);
        }
    }

    private final PriorityQueue<Alarm> queue = new PriorityQueue<>();
    private final Map<JobId, Instant> current = new HashMap<>();

    void set(JobFacts facts, Optional<Instant> at) {
        var id = facts.id();
        var old = at.isPresent() ? current.put(id, at.get()) : current.remove(id);
        if (at.isPresent() && !at.get().equals(old)) {
            queue.add(new Alarm(at.get(), id));
        }
    }

    void drop(JobId id) {
        current.remove(id);
    }

    void clear() {
        queue.clear();
        current.clear();
    }

    /// Jobs whose time has come, at most `limit`.
    List<JobId> due(Instant now, int limit) {
        var due = new ArrayList<JobId>();
        while (due.size() < limit && !queue.isEmpty() && !queue.peek().at().isAfter(now)) {
            var alarm = queue.poll();
            if (alarm.at().equals(current.get(alarm.job()))) {
                due.add(alarm.job());
            }
        }
        return due;
    }

    Optional<Instant> next() {
        return queue.isEmpty() ? Optional.empty() : Optional.of(queue.peek().at());
    }
}
