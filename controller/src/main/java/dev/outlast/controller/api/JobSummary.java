package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// One line of the job list.
///
/// @param status as users see it
/// @param parked why the engine does not touch it, empty when it does
public record JobSummary(
        JobId id,
        String name,
        String user,
        int priority,
        String status,
        String statusReason,
        int recoveryCount,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String parked) {
    public JobSummary {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        Objects.requireNonNull(status);
        Objects.requireNonNull(statusReason);
        Objects.requireNonNull(submittedAt);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(endedAt);
        Objects.requireNonNull(parked);
    }
}
