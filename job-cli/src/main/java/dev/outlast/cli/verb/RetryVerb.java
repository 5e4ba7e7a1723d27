package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// An ended job once more.
@Command(
        name = "retry",
        description = "Run an ended job again, as a new job with the same task ids and buckets: it resumes.",
        footer = {"", "Example: outlast retry 3", "         outlast retry 3 --secret API_KEY=..."})
final class RetryVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The job that ended.")
    String id = "";

    @Option(
            names = "--secret",
            paramLabel = "K[=V]",
            description = "A secret of the job, which were all removed when it ended; without a value it is taken"
                    + " from here. May be repeated.")
    List<String> secrets = new ArrayList<>();

    @Option(names = "--secret-file", paramLabel = "FILE", description = "Secrets, one K=V per line.")
    List<String> secretFiles = new ArrayList<>();

    @Mixin
    OutputOption output = new OutputOption();

    RetryVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException, InterruptedException {
        var body = JsonNodeFactory.instance.objectNode();
        var given = Variables.of(session, "--secret", secretFiles, secrets);
        if (!given.isEmpty()) {
            given.forEach(body.putObject("secrets")::put);
        }
        var request = Request.once(
                "/v1/jobs/" + JobIds.one(id) + "/retry", body, UUID.randomUUID().toString());
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
