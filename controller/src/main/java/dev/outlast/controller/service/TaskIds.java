package dev.outlast.controller.service;

import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// `SKYPILOT_TASK_ID`: made once at submit, kept for ever.
final class TaskIds {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss-SSSSSS").withZone(ZoneOffset.UTC);

    private TaskIds() {}

    static String make(String jobName, JobId job, int task) {
        return "sky-managed-" + STAMP.format(Instant.now()) + "_" + jobName + "_" + job + "-" + task;
    }
}
