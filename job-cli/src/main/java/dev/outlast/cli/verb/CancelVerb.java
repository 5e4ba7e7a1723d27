package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Request;
import dev.outlast.cli.show.Plain;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Ends jobs.
@Command(
        name = "cancel",
        description = "Cancel jobs: by id, by name, or all of them.",
        footer = {"", "Example: outlast cancel 3 5-7"})
final class CancelVerb extends Verb {
    @Parameters(paramLabel = "ID", arity = "0..*", description = "Jobs, such as 3 or 5-7.")
    List<String> ids = new ArrayList<>();

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "All live jobs of this name.")
    String name = "";

    @Option(
            names = {"-a", "--all"},
            description = "All live jobs.")
    boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    boolean yes;

    @Mixin
    OutputOption output = new OutputOption();

    CancelVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        var body = selection();
        if (!yes && session.canAsk() && !session.confirms("Cancel " + wanted() + "?")) {
            say("Nothing was cancelled.");
            return ExitCodes.REFUSED;
        }
        // Cancelling twice is cancelling once.
        var reply = controller().askUntilAnswered(Request.post("/v1/jobs/cancel", body), "");
        var answer = Controller.json(reply);
        int exitCode = 0;
        for (var job : answer.path("jobs")) {
            if (text(job, "result").equals("NOT_FOUND")) {
                exitCode = ExitCodes.JOB_NOT_FOUND;
            }
        }
        if (output.isJson()) {
            show(answer);
            return exitCode;
        }
        if (answer.path("jobs").isEmpty()) {
            say("There is no such live job.");
        }
        for (var job : answer.path("jobs")) {
            var id = text(job, "job_id");
            switch (text(job, "result")) {
                case "CANCELLING" -> say("Job " + id + " is being cancelled.");
                case "ALREADY_ENDED" -> say("Job " + id + " had ended already.");
                case "NOT_FOUND" -> warn("outlast: there is no job " + id);
                default -> sayPlain("Job " + id + ": " + text(job, "result"));
            }
        }
        return exitCode;
    }

    private ObjectNode selection() throws CommandFailure {
        int selectors = (ids.isEmpty() ? 0 : 1) + (name.isEmpty() ? 0 : 1) + (all ? 1 : 0);
        if (selectors != 1) {
            throw CommandFailure.usage("say which jobs by exactly one of: ids, --name NAME, --all");
        }
        var body = JsonNodeFactory.instance.objectNode();
        if (all) {
            return body.put("all", true);
        }
        if (!name.isEmpty()) {
            return body.put("name", name);
        }
        JobIds.all(ids).forEach(body.putArray("ids")::add);
        return body;
    }

    private String wanted() {
        if (all) {
            return "all live jobs";
        }
        return name.isEmpty() ? "job " + String.join(" ", ids) : "all live jobs named " + Plain.text(name);
    }
}
