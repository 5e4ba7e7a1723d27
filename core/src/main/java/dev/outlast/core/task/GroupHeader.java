package dev.outlast.core.task;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What the header of a job group says. No primary tasks means that all are. When the last primary task has ended,
/// each other task gets its entry of `delays`, or else `defaultDelay`, before it is stopped.
public record GroupHeader(
        List<String> primaryTasks, Duration defaultDelay, Map<String, Duration> delays, boolean interConnection) {
    /// Of a job that is no group.
    public static final GroupHeader NONE = new GroupHeader(List.of(), Duration.ZERO, Map.of(), true);

    public GroupHeader {
        primaryTasks = List.copyOf(primaryTasks);
        delays = OrderedCopy.of(delays);
    }
}
