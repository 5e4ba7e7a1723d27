package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Json;
import dev.outlast.cli.client.Request;
import dev.outlast.cli.show.Plain;
import dev.outlast.cli.show.Times;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The history of a job.
@Command(
        name = "events",
        description = "Show what happened to a job.",
        footer = {"", "Example: outlast events 3 -f"})
final class EventsVerb extends Verb {
    private static final int PAGE = 1_000;

    @Parameters(paramLabel = "ID", description = "The job.")
    String id = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job has ended; with -o json one object per line.")
    boolean follow;

    @Mixin
    OutputOption output = new OutputOption();

    EventsVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        var job = Long.toString(JobIds.one(id));
        if (!follow) {
            return once(job);
        }
        try (var _ = FarewellHook.of(session, "events -f", List.of(job))) {
            return following(job);
        }
    }

    private int once(String job) throws CommandFailure, IOException, InterruptedException {
        var all = JsonNodeFactory.instance.arrayNode();
        var page = page(job, "", false);
        while (!page.path("events").isEmpty()) {
            page.path("events").forEach(all::add);
            page = page(job, text(page, "next"), false);
        }
        if (output.isJson()) {
            show(all);
        } else {
            print(all);
        }
        return 0;
    }

    private int following(String job) throws CommandFailure, IOException, InterruptedException {
        var after = "";
        while (true) {
            var page = page(job, after, true);
            for (var event : page.path("events")) {
                say(output.isJson() ? Json.line(event) : line(event));
            }
            if (session.out().checkError()) {
                return ExitCodes.BROKEN_PIPE;
            }
            if (page.path("last").asBoolean()) {
                return 0;
            }
            after = text(page, "next");
        }
    }

    private JsonNode page(String job, String after, boolean wait)
            throws CommandFailure, IOException, InterruptedException {
        var request = Request.get("/v1/jobs/" + job + "/events?limit=" + PAGE
                + (wait && !after.isEmpty() ? "&wait=30" : "")
                + (after.isEmpty() ? "" : "&after=" + after));
        var controller = controller();
        return Controller.json(
                after.isEmpty() ? controller.askUntilAnswered(request, "") : controller.keepAsking(request));
    }

    private void print(ArrayNode events) {
        for (var event : events) {
            say(line(event));
        }
    }

    private String line(JsonNode event) {
        var attempt = text(event, "attempt");
        var change = text(event, "from").isEmpty() && text(event, "to").isEmpty()
                ? text(event, "kind")
                : orDash(text(event, "from")) + " -> " + orDash(text(event, "to"));
        var where = "task " + text(event, "task") + (attempt.isEmpty() ? "" : " attempt " + attempt);
        var status = Plain.text(text(event, "status"));
        var detail = text(event, "detail");
        return "%s  %-16s %s%s  %s%s"
                .formatted(
                        Times.exact(text(event, "at")),
                        where,
                        paint().status(status),
                        " ".repeat(Math.max(0, 10 - status.length())),
                        Plain.text(change),
                        detail.isEmpty() ? "" : "  " + Plain.text(detail));
    }
}
