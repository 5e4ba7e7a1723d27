package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Takes a job up again that the controller had put aside.
@Command(
        name = "unpark",
        description = "Go on with a job that the controller put aside because of a bug.",
        footer = {"", "Example: outlast unpark 3"})
final class UnparkVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The job.")
    String id = "";

    @Mixin
    OutputOption output = new OutputOption();

    UnparkVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var path = "/v1/jobs/" + JobIds.one(id) + "/unpark";
        var job = controller().post(path, JsonNodeFactory.instance.objectNode());
        if (output.isJson()) {
            show(job);
        } else {
            say("Job " + id + " goes on; it is " + text(job, "status") + ".");
        }
        return 0;
    }
}
