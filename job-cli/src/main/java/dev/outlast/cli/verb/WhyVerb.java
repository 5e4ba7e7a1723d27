package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Why a job is where it is.
@Command(
        name = "why",
        description = "Say in one paragraph what a job waits for or why it ended.",
        footer = {"", "Example: outlast why 3"})
final class WhyVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The job.")
    String id = "";

    @Mixin
    OutputOption output = new OutputOption();

    WhyVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var answer = controller().get("/v1/jobs/" + JobIds.one(id) + "/why");
        if (output.isJson()) {
            show(answer);
        } else {
            sayPlain(text(answer, "why"));
        }
        return 0;
    }
}
