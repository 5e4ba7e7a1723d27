package dev.outlast.controller.skyapi.queue;

import dev.outlast.controller.lifecycle.Status;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How many jobs there are, and tasks by status; kept as they change, so that nobody has to count. Not thread-safe.
final class Tally {
    private int jobs;
    private int unfinished;
    private final EnumMap<Status, Integer> tasks = new EnumMap<>(Status.class);
    private final EnumMap<Status, Integer> tasksOfUnfinished = new EnumMap<>(Status.class);

    /// What one look shows.
    record Numbers(int jobs, Map<Status, Integer> counts) {
        Numbers {
            counts = Map.copyOf(counts);
        }
    }

    /// @param sign 1 to count a job, -1 to count it no more
    void count(List<Line> job, int sign) {
        boolean over = QueuePage.status(job).isTerminal();
        jobs += sign;
        unfinished += over ? 0 : sign;
        for (var line : job) {
            add(tasks, line.status(), sign);
            if (!over) {
                add(tasksOfUnfinished, line.status(), sign);
            }
        }
    }

    /// A status that no task has is not there.
    static void add(EnumMap<Status, Integer> counts, Status status, int sign) {
        int sum = counts.getOrDefault(status, 0) + sign;
        if (sum == 0) {
            counts.remove(status);
        } else {
            counts.put(status, sum);
        }
    }

    Numbers numbers(boolean onlyUnfinished) {
        return onlyUnfinished ? new Numbers(unfinished, tasksOfUnfinished) : new Numbers(jobs, tasks);
    }
}
