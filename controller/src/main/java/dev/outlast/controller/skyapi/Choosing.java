package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.JobView;
import dev.outlast.controller.skyapi.queue.Line;
import dev.outlast.controller.skyapi.queue.QueuePage;
import dev.outlast.core.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Finds the job, and the task of it, that a client means.
final class Choosing {
    private final SkyParts parts;

    Choosing(SkyParts parts) {
        this.parts = parts;
    }

    sealed interface Choice {
        /// @param task empty for all
        record Job(JobId job, OptionalInt task) implements Choice {}

        /// @param why in one sentence
        record None(String why) implements Choice {}
    }

    /// @param alive whether a name means a job that has not ended
    Choice of(Ask ask, boolean alive) throws SkyFailure, InterruptedException {
        var id = ask.whole("job_id", 0, Integer.MAX_VALUE);
        var name = ask.text("name");
        if (id.isPresent() && !name.isEmpty()) {
            throw SkyFailure.value("give either the id or the name of a job, not both");
        }
        var job = id.isPresent() ? byId(id.get()) : name.isEmpty() ? newest() : byName(name, alive);
        return switch (job) {
            case Choice.Job found -> task(ask, found.job());
            case Choice.None none -> none;
        };
    }

    private Choice byId(long id) throws SkyFailure {
        if (id < 1) {
            return new Choice.None("No managed job found with ID " + id + ".");
        }
        return switch (parts.controller().job(new JobId(id), Duration.ZERO)) {
            case Answer.Done<JobView> _ -> new Choice.Job(new JobId(id), OptionalInt.empty());
            case Answer.NotFound<JobView> _ -> new Choice.None("No managed job found with ID " + id + ".");
            case Answer.Refused<JobView> _,
                    Answer.Conflict<JobView> _,
                    Answer.Busy<JobView> _,
                    Answer.NoSpace<JobView> _,
                    Answer.Unavailable<JobView> _,
                    Answer.Unknown<JobView> _ -> throw SkyFailure.runtime("the job cannot be looked at now; try again");
        };
    }

    private Choice newest() throws InterruptedException {
        var jobs = parts.queue().newestFirst().iterator();
        return jobs.hasNext()
                ? new Choice.Job(new JobId(jobs.next().getFirst().job()), OptionalInt.empty())
                : new Choice.None("No managed job found.");
    }

    private Choice byName(String name, boolean alive) throws InterruptedException {
        var found = new ArrayList<Long>();
        for (var job : parts.queue().newestFirst()) {
            boolean over = QueuePage.status(job).isTerminal();
            if (job.getFirst().jobName().equals(name) && !(alive && over)) {
                found.add(job.getFirst().job());
            }
        }
        if (found.size() == 1) {
            return new Choice.Job(new JobId(found.getFirst()), OptionalInt.empty());
        }
        return new Choice.None(
                found.isEmpty()
                        ? "No running managed job found with name '" + name + "'."
                        : "Several managed jobs have the name '" + name + "'; give the ID of one: " + found + ".");
    }

    private Choice task(Ask ask, JobId job) throws SkyFailure, InterruptedException {
        var given = ask.given("task");
        if (given.isEmpty()) {
            return new Choice.Job(job, OptionalInt.empty());
        }
        parts.queue().newestFirst();
        var lines = parts.queue().find(job.value()).orElse(List.of());
        var wanted = given.get().asText();
        for (Line line : lines) {
            boolean byIndex = Integer.toString(line.task()).equals(wanted);
            if (byIndex || (given.get().isTextual() && line.taskName().equals(wanted))) {
                return new Choice.Job(job, OptionalInt.of(line.task()));
            }
        }
        return new Choice.None(
                "Job " + job + " has no task '" + wanted + "'; its tasks are 0 to " + (lines.size() - 1) + ".");
    }
}
