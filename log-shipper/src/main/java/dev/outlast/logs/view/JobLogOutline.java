package dev.outlast.logs.view;

import dev.outlast.core.job.JobId;
import java.util.Comparator;
import java.util.List;

/// The attempts of a job whose log is wanted, in order of task and attempt. While a job goes on, the caller makes
/// a new
/// one for each read: attempts are added and end.
public record JobLogOutline(JobId job, List<AttemptLog> attempts) {
    public JobLogOutline {
        attempts = attempts.stream()
                .sorted(Comparator.comparingInt(AttemptLog::task).thenComparingInt(AttemptLog::attempt))
                .toList();
    }

    /// Only attempts of this number.
    public JobLogOutline onlyAttempt(int number) {
        return new JobLogOutline(
                job,
                attempts.stream().filter(attempt -> attempt.attempt() == number).toList());
    }

    /// Only attempts of this task; tasks that run side by side are followed side by side.
    public JobLogOutline onlyTask(int index) {
        return new JobLogOutline(
                job,
                attempts.stream().filter(attempt -> attempt.task() == index).toList());
    }
}
