package dev.outlast.core.store;

import dev.outlast.core.job.JobId;
import java.util.Objects;

/// Which batch wrote the row of a job last. Attempts are written together with their job, so whoever kept what it read
/// under the same number has all of it as it is.
///
/// @param batch its number, 1 and up; numbers are comparable within one incarnation of the installation
public record Written(JobId job, long batch) {
    public Written {
        Objects.requireNonNull(job);
    }
}
