package dev.outlast.controller.codec;

import java.util.List;

/// What was made once, when the job was submitted, and is not in its text.
///
/// @param taskIds `SKYPILOT_TASK_ID` of each task
/// @param jobRank 0-based rank among the jobs of one submit
/// @param numJobs how many jobs that submit made
/// @param retryOf the job this one repeats, 0 for none
public record JobMeta(List<String> taskIds, int jobRank, int numJobs, long retryOf) {
    public JobMeta {
        taskIds = List.copyOf(taskIds);
        if (numJobs < 1 || jobRank < 0 || jobRank >= numJobs || retryOf < 0) {
            throw new IllegalArgumentException(
                    "rank below number of jobs, retryOf at least 0: " + jobRank + ", " + numJobs + ", " + retryOf);
        }
    }
}
