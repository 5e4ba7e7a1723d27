package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Plain;
import dev.outlast.cli.show.Table;
import dev.outlast.cli.show.Times;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// All of one job.
@Command(
        name = "status",
        description = "Show one job with its tasks and attempts.",
        footer = {"", "Example: outlast status 3 -o json"})
final class StatusVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The job.")
    String id = "";

    @Mixin
    OutputOption output = new OutputOption();

    StatusVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var job = controller().get("/v1/jobs/" + JobIds.one(id));
        if (output.isJson()) {
            show(job);
            return 0;
        }
        var now = session.clock().instant();
        line("Job", text(job, "job_id") + " " + text(job, "name"));
        say("%-11s %s".formatted("Status:", paint().status(Plain.text(text(job, "status")))));
        line("Reason", text(job, "status_reason"));
        line("Parked", text(job, "parked"));
        line("User", text(job, "user"));
        line("Priority", text(job, "priority"));
        line("Submitted", when(job, "submitted_at"));
        line("Started", when(job, "started_at"));
        line("Ended", when(job, "ended_at"));
        line("Ran", ran(job, now));
        line("Recoveries", text(job, "recovery_count"));
        line("Repeats job", text(job, "retry_of"));
        tasks(job);
        return 0;
    }

    /// In `run`, summed over all attempts: what `max_duration` counts.
    private static String ran(JsonNode job, Instant now) {
        var spans = new ArrayList<Times.Span>();
        for (var task : job.path("tasks")) {
            for (var attempt : task.path("attempts")) {
                spans.add(new Times.Span(text(attempt, "started_at"), text(attempt, "ended_at")));
            }
        }
        return Times.sum(spans, now);
    }

    private void tasks(JsonNode job) {
        var now = session.clock().instant();
        var tasks = new Table(
                Table.Column.number("TASK"),
                Table.Column.shrinking("NAME", 8),
                Table.Column.number("RAN"),
                Table.Column.number("RECOVERIES"),
                Table.Column.of("STATUS"),
                Table.Column.shrinking("DETAILS", 12));
        var attempts = new AttemptTable(now);
        for (var task : job.path("tasks")) {
            tasks.row(
                    text(task, "index"),
                    text(task, "name"),
                    Times.between(text(task, "started_at"), text(task, "ended_at"), now),
                    text(task, "recovery_count"),
                    text(task, "status"),
                    orDash(text(task, "status_reason")));
            task.path("attempts").forEach(attempts::add);
        }
        if (job.path("tasks").size() > 1) {
            say("");
            show(tasks);
        }
        if (!attempts.table().isEmpty()) {
            say("");
            show(attempts.table());
        }
    }

    private String when(JsonNode job, String name) {
        var time = text(job, name);
        return time.isEmpty()
                ? ""
                : Times.exact(time) + " (" + Times.ago(time, session.clock().instant()) + ")";
    }

    /// Nothing for what there is not.
    private void line(String name, String value) {
        if (!value.isEmpty()) {
            say("%-11s %s".formatted(name + ":", Plain.text(value)));
        }
    }
}
