package dev.outlast.controller.skyapi.queue;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Which jobs of the list are wanted, and in which order. Empty texts and sets mean: all.
///
/// @param owner id of the user whose jobs are wanted
/// @param user part of a user's name or id
/// @param name part of a job's name
/// @param workspace part of a workspace's name
/// @param infra part of a place
/// @param pool part of a pool's name; there are no pools
/// @param page from 1
/// @param limit jobs a page, 0 for all
/// @param after seconds since 1970; negative infinity for any time
/// @param before positive infinity for any time
public record QueueQuery(
        String owner,
        boolean skipFinished,
        Set<Long> jobs,
        Set<String> statuses,
        String user,
        String name,
        String workspace,
        String infra,
        String pool,
        double after,
        double before,
        Optional<Order> order,
        boolean ascending,
        int page,
        int limit) {
    /// The one workspace there is.
    public static final String WORKSPACE = "default";

    public QueueQuery {
        Objects.requireNonNull(owner);
        jobs = Set.copyOf(jobs);
        statuses = Set.copyOf(statuses);
        Objects.requireNonNull(user);
        Objects.requireNonNull(name);
        Objects.requireNonNull(workspace);
        Objects.requireNonNull(infra);
        Objects.requireNonNull(pool);
        Objects.requireNonNull(order);
        if (page < 1 || limit < 0) {
            throw new IllegalArgumentException("page from 1, limit from 0: " + page + ", " + limit);
        }
    }

    /// Whether nothing has to be looked at but whose a job is and whether it has ended.
    boolean isPlain() {
        return jobs.isEmpty()
                && statuses.isEmpty()
                && (user + name + workspace + infra + pool).isEmpty()
                && after == Double.NEGATIVE_INFINITY
                && before == Double.POSITIVE_INFINITY
                && order.isEmpty()
                && limit > 0;
    }

    /// Whether jobs must be read whole before it is known which come.
    boolean needsPlaces() {
        return !infra.isEmpty()
                || order.filter(o -> o == Order.INFRA || o == Order.RESOURCES).isPresent();
    }

    /// What a list can be sorted by.
    public enum Order {
        JOB(List.of("job_id", "id")),
        NAME(List.of("name", "job_name", "task_name")),
        SUBMITTED(List.of("submitted_at", "submitted")),
        STATUS(List.of("status")),
        DURATION(List.of("job_duration", "duration")),
        RECOVERIES(List.of("recovery_count", "recoveries")),
        RESOURCES(List.of("resources", "cluster_resources")),
        USER(List.of("user", "user_name", "user_hash")),
        INFRA(List.of("infra", "cloud", "region")),
        WORKSPACE(List.of("workspace")),
        PRIORITY(List.of("priority"));

        @SuppressWarnings("ImmutableEnumChecker") // made by List.of
        private final List<String> keys;

        Order(List<String> keys) {
            this.keys = keys;
        }

        public static Optional<Order> of(String key) {
            for (var order : values()) {
                if (order.keys.contains(key)) {
                    return Optional.of(order);
                }
            }
            return Optional.empty();
        }

        public static List<String> allKeys() {
            return List.of(values()).stream().flatMap(o -> o.keys.stream()).toList();
        }
    }
}
