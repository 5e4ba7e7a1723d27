package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.show.Table;
import dev.outlast.cli.show.Times;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists jobs.
@Command(
        name = "queue",
        description = "List jobs, newest first.",
        footer = {"", "Example: outlast queue -s RUNNING,RECOVERING"})
final class QueueVerb extends Verb {
    private static final int PAGE = 1_000;
    private static final List<String> LIVE = List.of("PENDING", "STARTING", "RUNNING", "RECOVERING", "CANCELLING");

    @Option(
            names = {"-a", "--all"},
            description = "All jobs, however many.")
    boolean all;

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "N",
            description = "How many jobs at most; default: ${DEFAULT-VALUE}.")
    int limit = 50;

    @Option(
            names = {"-s", "--status"},
            paramLabel = "STATUS",
            split = ",",
            description = "Only jobs in these statuses, such as RUNNING,FAILED.")
    List<String> statuses = new ArrayList<>();

    @Option(names = "--skip-finished", description = "Only jobs that have not ended.")
    boolean skipFinished;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "Only jobs of this name.")
    String name = "";

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Only jobs of this user.")
    String user = "";

    @Mixin
    OutputOption output = new OutputOption();

    QueueVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (limit < 1) {
            throw CommandFailure.usage("--limit must be at least 1");
        }
        if (skipFinished && !statuses.isEmpty()) {
            throw CommandFailure.usage("give --status or --skip-finished, not both");
        }
        var controller = controller();
        var jobs = jobs(controller);
        if (output.isJson()) {
            show(jobs);
            return 0;
        }
        say(inProgress(controller.get("/v1/status").path("jobs")));
        if (!jobs.isEmpty()) {
            show(table(jobs));
        }
        return 0;
    }

    private ArrayNode jobs(Controller controller) throws CommandFailure, IOException {
        var jobs = JsonNodeFactory.instance.arrayNode();
        long wanted = all ? Long.MAX_VALUE : limit;
        var filter = filter();
        var before = "";
        while (true) {
            var page = controller.get("/v1/jobs?limit=" + Math.min(PAGE, wanted - jobs.size()) + filter + before);
            page.path("jobs").forEach(jobs::add);
            var next = text(page, "next_before");
            if (next.isEmpty() || jobs.size() >= wanted) {
                return jobs;
            }
            before = "&before=" + next;
        }
    }

    private String filter() {
        var filter = new StringBuilder();
        var wanted = skipFinished ? LIVE : statuses;
        if (!wanted.isEmpty()) {
            filter.append("&status=").append(Controller.encode(String.join(",", wanted)));
        }
        if (!name.isEmpty()) {
            filter.append("&name=").append(Controller.encode(name));
        }
        if (!user.isEmpty()) {
            filter.append("&user=").append(Controller.encode(user));
        }
        return filter.toString();
    }

    /// @param counts by status, null when they are not known
    private static String inProgress(JsonNode counts) {
        if (!counts.isObject()) {
            return "How many jobs are in progress is not known now.";
        }
        var parts = new ArrayList<String>();
        for (var status : List.of("RUNNING", "STARTING", "RECOVERING", "CANCELLING", "PENDING")) {
            if (counts.path(status).asLong() > 0) {
                parts.add(counts.path(status).asLong() + " " + status);
            }
        }
        return parts.isEmpty() ? "No job is in progress." : "In progress: " + String.join(", ", parts);
    }

    private Table table(ArrayNode jobs) {
        var now = session.clock().instant();
        var table = new Table(
                Table.Column.number("ID"),
                Table.Column.shrinking("NAME", 8),
                Table.Column.of("SUBMITTED"),
                Table.Column.number("TOTAL"),
                Table.Column.number("RAN"),
                Table.Column.number("RECOVERIES"),
                Table.Column.of("STATUS"),
                Table.Column.shrinking("DETAILS", 12));
        for (var job : jobs) {
            var parked = text(job, "parked");
            table.row(
                    text(job, "job_id"),
                    text(job, "name"),
                    Times.ago(text(job, "submitted_at"), now),
                    Times.between(text(job, "submitted_at"), text(job, "ended_at"), now),
                    Times.between(text(job, "started_at"), text(job, "ended_at"), now),
                    text(job, "recovery_count"),
                    text(job, "status"),
                    orDash(parked.isEmpty() ? text(job, "status_reason") : "parked: " + parked));
        }
        return table;
    }
}
