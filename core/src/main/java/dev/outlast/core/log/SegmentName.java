package dev.outlast.core.log;

import dev.outlast.core.job.JobId;
import java.util.Objects;

/// The name of one bounded piece of one rank's log. It is its own cursor, and deterministic, so that a sink can
/// drop
/// duplicates.
///
/// @param task 0-based
/// @param attempt from 1
/// @param rank 0-based
/// @param startOffset in bytes of the rank's output
/// @param epoch the leader's epoch that wrote it; one file is appended by one epoch only
public record SegmentName(JobId job, int task, int attempt, int rank, long startOffset, long epoch) {
    public SegmentName {
        Objects.requireNonNull(job);
    }
}
