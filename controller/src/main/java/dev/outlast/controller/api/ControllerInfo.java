package dev.outlast.controller.api;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/// How the controller is.
///
/// @param ready whether it takes requests: it leads, and its store answers
/// @param state one sentence when it is not ready, else empty
/// @param leading whether it is the leader
/// @param leader who leads, as far as known
/// @param figures what operators want to see at a glance, such as `wal_bytes`
public record ControllerInfo(
        String version,
        Instant startedAt,
        boolean ready,
        String state,
        boolean leading,
        String leader,
        long epoch,
        Map<String, Long> figures) {
    public ControllerInfo {
        Objects.requireNonNull(version);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(state);
        Objects.requireNonNull(leader);
        figures = Map.copyOf(figures);
    }
}
