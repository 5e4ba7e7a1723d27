package dev.outlast.controller.engine;

import dev.outlast.core.store.EventRow;
import java.util.List;
import java.util.Optional;

/// Learns what was committed, in order, on the engine's thread: it must return at once.
public interface Listener {
    void committed(List<Change> changes, List<EventRow> events);

    /// One after the other.
    static Listener all(List<Listener> listeners) {
        return (changes, events) -> listeners.forEach(each -> each.committed(changes, events));
    }

    /// @param before empty for a new job
    record Change(Optional<LiveJob> before, LiveJob after) {}
}
