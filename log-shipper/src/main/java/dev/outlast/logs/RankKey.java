package dev.outlast.logs;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import java.util.Objects;

/// Whose output it is: one rank of one attempt.
///
/// @param task 0-based
/// @param attempt from 1
/// @param rank 0-based
public record RankKey(JobId job, int task, int attempt, int rank) {
    public RankKey {
        Objects.requireNonNull(job);
        if (task < 0 || attempt < 1 || rank < 0) {
            throw new IllegalArgumentException(
                    "task and rank start at 0, attempt at 1: " + task + "/" + attempt + "/" + rank);
        }
    }

    public static RankKey of(SegmentName name) {
        return new RankKey(name.job(), name.task(), name.attempt(), name.rank());
    }

    public SegmentName segment(long startOffset, long epoch) {
        return new SegmentName(job, task, attempt, rank, startOffset, epoch);
    }

    /// `job/task/attempt/rank`, also the path below the root.
    @Override
    public String toString() {
        return job + "/" + task + "/" + attempt + "/" + rank;
    }
}
