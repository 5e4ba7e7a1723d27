package dev.outlast.core.store;

import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// One job as it is stored: columns that lists are made of, and the encoded state.
///
/// @param status as users see it
/// @param live whether the engine must hold it: it has not ended, or owes a clean-up
/// @param recoveries shown recovery count, summed over tasks
/// @param parked why the engine does not touch it; empty when it does
/// @param specHash names the task text in `specs`
/// @param meta encoded, what was made once at submit: task ids, rank, number of jobs
/// @param state encoded lifecycle state
public record JobRow(
        JobId id,
        String name,
        String user,
        int priority,
        String status,
        String statusReason,
        boolean live,
        int recoveries,
        Instant submittedAt,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        String parked,
        String specHash,
        String meta,
        String state) {
    public JobRow {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        Objects.requireNonNull(status);
        Objects.requireNonNull(statusReason);
        Objects.requireNonNull(submittedAt);
        Objects.requireNonNull(startedAt);
        Objects.requireNonNull(endedAt);
        Objects.requireNonNull(parked);
        Objects.requireNonNull(specHash);
        Objects.requireNonNull(meta);
        Objects.requireNonNull(state);
    }
}
