package dev.outlast.core.store;

import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.Objects;

/// One line of history. Ordered by (batch, n); one writer means that a reader never sees a gap.
///
/// @param n 0-based within the batch
/// @param attempt 0 where none is meant
/// @param kind machine-readable, stable for ever
/// @param status of the job after it, as users see it
public record EventRow(
        long batch,
        int n,
        JobId job,
        int task,
        int attempt,
        Instant at,
        String kind,
        String from,
        String to,
        String status,
        String detail) {
    public EventRow {
        Objects.requireNonNull(job);
        Objects.requireNonNull(at);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(from);
        Objects.requireNonNull(to);
        Objects.requireNonNull(status);
        Objects.requireNonNull(detail);
    }

    public EventCursor cursor() {
        return new EventCursor(batch, n);
    }
}
