package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Request;
import java.io.IOException;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// An ended job once more.
@Command(
        name = "retry",
        description = "Run an ended job again, as a new job with the same task ids and buckets: it resumes.",
        footer = {"", "Example: outlast retry 3"})
final class RetryVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The job that ended.")
    String id = "";

    @Mixin
    OutputOption output = new OutputOption();

    RetryVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        var request = Request.once(
                "/v1/jobs/" + JobIds.one(id) + "/retry",
                JsonNodeFactory.instance.objectNode(),
                UUID.randomUUID().toString());
        var answer = Controller.json(controller().askUntilAnswered(request, "job " + id));
        if (output.isJson()) {
            var ids = JsonNodeFactory.instance.objectNode();
            ids.set("job_ids", answer.path("job_ids"));
            show(ids);
        } else {
            var made = answer.path("job_ids").path(0).asText();
            say("Job " + made + " repeats job " + id + "; follow it with `outlast logs " + made + "`.");
        }
        return 0;
    }
}
