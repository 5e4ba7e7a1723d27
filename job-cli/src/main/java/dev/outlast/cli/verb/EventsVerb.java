package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Interrupt;
import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.text.Table;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "events", description = "Show a job's history.")
final class EventsVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "the job")
    long id;

    @Option(
            names = {"-f", "--follow"},
            description = "go on until the job has ended; with -o json one event a line")
    boolean follow;

    EventsVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (follow) {
            follow();
            return ExitCode.OK;
        }
        var events = all(client(), id);
        if (wantsJson()) {
            print(Json.of(events));
            return ExitCode.OK;
        }
        var table = new Table(
                Table.Column.left("AT", 0),
                Table.Column.right("ATTEMPT", 4),
                Table.Column.left("EVENT", 1),
                Table.Column.left("STATE", 3),
                Table.Column.left("STATUS", 2),
                Table.Column.elastic("DETAIL", 10, 5));
        for (var event : events) {
            table.row(
                    event.at("at").text(),
                    event.at("attempt").text(),
                    event.at("kind").text(),
                    event.at("to").text(),
                    event.at("status").text(),
                    event.at("detail").text());
        }
        table.print(shell);
        return ExitCode.OK;
    }

    static List<Json> all(Client client, long id) {
        var events = new ArrayList<Json>();
        var after = "";
        while (true) {
            var page = client.get(Jobs.path(id) + "/events?after=" + after);
            var more = page.at("events").items();
            events.addAll(more);
            if (more.isEmpty() || page.at("last").isTrue()) {
                return events;
            }
            after = page.at("next").text();
        }
    }

    private void follow() {
        var client = client();
        try (var _ = Interrupt.saying(shell, "Job " + id + " goes on.")) {
            var page = client.get(Jobs.path(id) + "/events");
            while (true) {
                page.at("events").items().forEach(this::line);
                shell.out().flush();
                if (page.at("last").isTrue()) {
                    return;
                }
                if (shell.out().checkError()) {
                    throw new CommandException(ExitCode.ERROR, "nobody reads the output any more");
                }
                var next = Jobs.path(id) + "/events?wait=20&after="
                        + page.at("next").text();
                page = client.patiently(() -> client.get(next));
            }
        }
    }

    private void line(Json event) {
        if (wantsJson()) {
            print(event);
            return;
        }
        var attempt = event.at("attempt").isNothing()
                ? ""
                : " attempt " + event.at("attempt").text();
        var detail = event.at("detail").text();
        say(event.at("at").text() + "  " + event.at("status").text() + attempt + "  "
                + event.at("kind").text()
                + (event.at("to").text().isEmpty() ? "" : " → " + event.at("to").text())
                + (detail.isEmpty() ? "" : "  " + Plain.line(detail)));
    }
}
