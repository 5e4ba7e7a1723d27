package dev.outlast.controller.api;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Who answers.
///
/// @param walBytes of the store's write-ahead log, 0 where there is none
/// @param inFlight effects under way
public record ControllerInfo(
        String version,
        String installation,
        boolean leading,
        long epoch,
        Instant startedAt,
        List<String> providers,
        int liveJobs,
        int inFlight,
        long walBytes) {
    public ControllerInfo {
        Objects.requireNonNull(version);
        Objects.requireNonNull(installation);
        Objects.requireNonNull(startedAt);
        providers = List.copyOf(providers);
    }
}
