package dev.outlast.controller.service;

import dev.outlast.controller.spec.SpecTexts;
import dev.outlast.core.job.JobId;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.Warning;
import java.util.List;
import java.util.Objects;

/// A submit and what became of it.
///
/// @param count jobs to make of it, 1 to 100,000
/// @param key idempotency key, empty for none
/// @param retryOf the job it repeats, 0 for none
public record Submission(SpecTexts.Source source, int count, String key, String user, long retryOf) {
    public static final int MOST_JOBS = 100_000;

    public Submission {
        Objects.requireNonNull(source);
        Objects.requireNonNull(key);
        Objects.requireNonNull(user);
        if (count < 1 || count > MOST_JOBS) {
            throw new IllegalArgumentException("num_jobs must be 1 to " + MOST_JOBS + ": " + count);
        }
    }

    public sealed interface Result {
        record Accepted(List<JobId> jobs, List<Warning> warnings) implements Result {}

        record Refused(List<Problem> problems, List<Warning> warnings) implements Result {}

        record KeyReused() implements Result {}

        /// Certainly not done; try again after some seconds.
        record Busy() implements Result {}

        record NoSpace() implements Result {}

        /// Certainly not done: this controller does not lead.
        record Unavailable() implements Result {}
    }
}
