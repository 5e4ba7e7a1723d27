package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Table;
import dev.outlast.cli.text.Words;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "queue", description = "List jobs, newest first.")
final class QueueVerb extends Verb {
    private static final String LIVE = "RUNNING,RECOVERING,STARTING,PENDING,CANCELLING";

    @Option(
            names = {"-a", "--all"},
            description = "all of them, not only the newest")
    boolean all;

    @Option(
            names = {"-l", "--limit"},
            paramLabel = "N",
            description = "at most so many (default: ${DEFAULT-VALUE})")
    int limit = 50;

    @Option(
            names = {"-s", "--status"},
            paramLabel = "STATUS",
            split = ",",
            description = "only these statuses, divided by commas")
    List<String> status = List.of();

    @Option(names = "--skip-finished", description = "only jobs that have not ended")
    boolean skipFinished;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "only jobs of this name")
    String name = "";

    @Option(
            names = {"-u", "--users"},
            description = "show whose they are")
    boolean users;

    QueueVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var client = client();
        var filter = new StringBuilder();
        var wanted = skipFinished ? LIVE : String.join(",", status);
        if (!wanted.isEmpty()) {
            filter.append("&status=").append(Client.encode(wanted));
        }
        if (!name.isEmpty()) {
            filter.append("&name=").append(Client.encode(name));
        }
        var jobs = Jobs.list(client, filter.toString(), all ? Integer.MAX_VALUE : Math.max(1, limit));
        if (wantsJson()) {
            print(Json.of(jobs));
            return ExitCode.OK;
        }
        say(headline(client.get("/v1/status").at("jobs")));
        if (!jobs.isEmpty()) {
            show(jobs);
        }
        return ExitCode.OK;
    }

    private static String headline(Json counts) {
        var live = List.of(LIVE.split(",", -1)).stream()
                .filter(status -> counts.at(status).number() > 0)
                .map(status -> counts.at(status).number() + " " + status)
                .collect(Collectors.joining(", "));
        return live.isEmpty() ? "No jobs in progress." : "In progress: " + live;
    }

    private void show(List<Json> jobs) {
        var now = shell.clock().instant();
        var table = new Table(
                Table.Column.right("ID", 0),
                Table.Column.elastic("NAME", 8, 1),
                Table.Column.left("USER", 4),
                Table.Column.left("SUBMITTED", 3),
                Table.Column.left("DURATION", 2),
                Table.Column.right("RECOVERIES", 5),
                Table.Column.left("STATUS", 0),
                Table.Column.elastic("REASON", 12, 6));
        for (var job : jobs) {
            var parked = job.at("parked").text();
            table.row(
                    job.at("job_id").text(),
                    job.at("name").text(),
                    job.at("user").text(),
                    Words.ago(job.at("submitted_at").time(), now),
                    Words.span(job.at("started_at").time(), job.at("ended_at").time(), now),
                    job.at("recovery_count").text(),
                    job.at("status").text(),
                    parked.isEmpty() ? job.at("status_reason").text() : "parked: " + parked);
        }
        (users ? table : table.without("USER")).print(shell);
    }
}
