package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.lifecycle.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How many jobs there are, and tasks by status; kept as they change, so that nobody has to count. Not thread-safe.
final class Tally {
    private static final Status[] STATUSES = Status.values();

    private int jobs;
    private int unfinished;
    private final int[] tasks = new int[STATUSES.length];
    private final int[] tasksOfUnfinished = new int[STATUSES.length];

    /// What one look shows.
    record Numbers(int jobs, Map<Status, Integer> counts) {}

    /// @param sign 1 to count a job, -1 to count it no more
    void count(List<Line> job, int sign) {
        boolean over = QueuePage.status(job).isTerminal();
        jobs += sign;
        unfinished += over ? 0 : sign;
        for (int i = 0; i < job.size(); i++) {
            int status = job.get(i).status().ordinal();
            tasks[status] += sign;
            tasksOfUnfinished[status] += over ? 0 : sign;
        }
    }

    Numbers numbers(boolean onlyUnfinished) {
        var counts = new EnumMap<Status, Integer>(Status.class);
        var shown = onlyUnfinished ? tasksOfUnfinished : tasks;
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] > 0) {
                counts.put(STATUSES[i], shown[i]);
            }
        }
        return new Numbers(onlyUnfinished ? unfinished : jobs, counts);
    }
}
