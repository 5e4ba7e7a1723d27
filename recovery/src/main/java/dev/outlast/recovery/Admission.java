package dev.outlast.recovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/// Who may start next: priority descending, then job id, then task; within the limits of the installation.
///
/// Candidates wait in one queue per (user, place), so that a user or region at its limit is passed over without
/// looking at its jobs one by one. The structure is owned by one thread.
public final class Admission {
    /// What a limit can be set on.
    ///
    /// @param place `provider` or `provider/region` where the task is pinned; empty when it is free to go anywhere
    public record Bucket(String user, String place) {
        public Bucket {
            Objects.requireNonNull(user);
            Objects.requireNonNull(place);
        }
    }

    public record Candidate(int priority, long job, int task) implements Comparable<Candidate> {
        private static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::priority)
                .reversed()
                .thenComparingLong(Candidate::job)
                .thenComparingInt(Candidate::task);

        @Override
        public int compareTo(Candidate other) {
            return ORDER.compare(this, other);
        }
    }

    /// Limits on tasks that have, or are about to get, a cluster.
    ///
    /// @param total at least 1
    /// @param perUser at least 1
    /// @param perPlace by `provider` or `provider/region`; a place that is not named has no limit of its own
    public record Limits(int total, int perUser, Map<String, Integer> perPlace) {
        public Limits {
            perPlace = Map.copyOf(perPlace);
            if (total < 1 || perUser < 1) {
                throw new IllegalArgumentException("limits start at 1: " + total + ", " + perUser);
            }
        }
    }

    private final Limits limits;
    private final Map<Bucket, TreeSet<Candidate>> waiting = new HashMap<>();
    private final Map<Candidate, Bucket> admitted = new HashMap<>();
    private final Map<String, Integer> byUser = new HashMap<>();
    private final Map<String, Integer> byPlace = new HashMap<>();

    public Admission(Limits limits) {
        this.limits = Objects.requireNonNull(limits);
    }

    public void enqueue(Bucket bucket, Candidate candidate) {
        waiting.computeIfAbsent(bucket, _ -> new TreeSet<>()).add(candidate);
    }

    /// Forgets a candidate that no longer waits.
    public void withdraw(Bucket bucket, Candidate candidate) {
        var queue = waiting.get(bucket);
        if (queue != null && queue.remove(candidate) && queue.isEmpty()) {
            waiting.remove(bucket);
        }
    }

    /// Counts a task that is live already, for example after a take-over.
    public void occupy(Bucket bucket, Candidate candidate) {
        withdraw(bucket, candidate);
        if (admitted.put(candidate, bucket) == null) {
            byUser.merge(bucket.user(), 1, Integer::sum);
            places(bucket).forEach(p -> byPlace.merge(p, 1, Integer::sum));
        }
    }

    /// Frees the room of a task that ended or went back to waiting.
    public void vacate(Candidate candidate) {
        var bucket = admitted.remove(candidate);
        if (bucket != null) {
            byUser.merge(bucket.user(), -1, Integer::sum);
            places(bucket).forEach(p -> byPlace.merge(p, -1, Integer::sum));
        }
    }

    public boolean isLive(Candidate candidate) {
        return admitted.containsKey(candidate);
    }

    public int live() {
        return admitted.size();
    }

    public int waiting() {
        return waiting.values().stream().mapToInt(TreeSet::size).sum();
    }

    /// Admits as many as the limits allow, best first. Cost: the number of buckets per admitted task.
    public List<Candidate> admit() {
        var chosen = new ArrayList<Candidate>();
        while (admitted.size() < limits.total()) {
            Map.Entry<Bucket, TreeSet<Candidate>> best = null;
            for (var entry : waiting.entrySet()) {
                if (hasRoom(entry.getKey())
                        && (best == null
                                || entry.getValue()
                                                .first()
                                                .compareTo(best.getValue().first())
                                        < 0)) {
                    best = entry;
                }
            }
            if (best == null) {
                break;
            }
            var candidate = best.getValue().first();
            occupy(best.getKey(), candidate);
            chosen.add(candidate);
        }
        return List.copyOf(chosen);
    }

    /// How many waiting candidates come before this one, and what holds the first of them; for `why`.
    public long ahead(Candidate candidate) {
        return waiting.values().stream()
                .mapToLong(q -> q.headSet(candidate).size())
                .sum();
    }

    private boolean hasRoom(Bucket bucket) {
        return byUser.getOrDefault(bucket.user(), 0) < limits.perUser()
                && places(bucket).stream()
                        .allMatch(p ->
                                byPlace.getOrDefault(p, 0) < limits.perPlace().getOrDefault(p, Integer.MAX_VALUE));
    }

    private static List<String> places(Bucket bucket) {
        var slash = bucket.place().indexOf('/');
        if (bucket.place().isEmpty()) {
            return List.of();
        }
        return slash < 0 ? List.of(bucket.place()) : List.of(bucket.place().substring(0, slash), bucket.place());
    }
}
