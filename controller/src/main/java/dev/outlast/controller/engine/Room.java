package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many attempts hold, or may hold, a cluster at each place, against the configured limits.
final class Room {
    private final Map<String, Integer> limits;
    private final Map<String, Integer> taken = new HashMap<>();

    Room(Map<String, Integer> limits) {
        this.limits = limits;
    }

    /// @param placed attempts that the batch under way begins, by name of a place
    boolean at(Place place, Map<String, Integer> placed) {
        return names(place).stream().allMatch(name -> below(name, placed.getOrDefault(name, 0)));
    }

    /// What a limit can name: the provider, and the provider with the region.
    static List<String> names(Place place) {
        return List.of(place.provider(), place.provider() + "/" + place.region());
    }

    void change(TaskState before, TaskState after) {
        offer(before).ifPresent(o -> add(o.place(), -1));
        offer(after).ifPresent(o -> add(o.place(), 1));
    }

    void enter(TaskState state) {
        offer(state).ifPresent(o -> add(o.place(), 1));
    }

    void clear() {
        taken.clear();
    }

    private boolean below(String place, int more) {
        var limit = limits.get(place);
        return limit == null || taken.getOrDefault(place, 0) + more < limit;
    }

    private void add(Place place, int n) {
        if (limits.isEmpty()) {
            return;
        }
        names(place).forEach(name -> taken.merge(name, n, Integer::sum));
    }

    static Optional<Offer> offer(TaskState state) {
        return switch (state.phase()) {
            case Phase.Launching s -> Optional.of(s.offer());
            case Phase.Activating s -> Optional.of(s.live().offer());
            case Phase.Preparing s -> Optional.of(s.live().offer());
            case Phase.Running s -> Optional.of(s.live().offer());
            case Phase.Judging s -> Optional.of(s.live().offer());
            case Phase.Draining s -> Optional.of(s.live().offer());
            case Phase.Releasing s -> Optional.of(s.offer());
            case Phase.Blocked _, Phase.Queued _, Phase.Placing _, Phase.Backoff _, Phase.Ended _ -> Optional.empty();
        };
    }
}
