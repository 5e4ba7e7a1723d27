package dev.outlast.core.task;

import java.time.Duration;
import java.util.Set;

/// A shell command a cluster runs before it goes. `timeout` is one second or more, or zero when not given.
public record LifecycleHook(String run, Set<Event> events, Duration timeout) {
    public LifecycleHook {
        events = Set.copyOf(events);
    }

    public enum Event {
        STOP,
        PREEMPTION,
        DOWN
    }
}
