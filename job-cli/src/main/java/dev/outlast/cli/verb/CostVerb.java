package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// What a job cost.
@Command(
        name = "cost",
        description = "Show what a job cost, attempt by attempt.",
        footer = {"", "Example: outlast cost 3"})
final class CostVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "The job.")
    String id = "";

    @Mixin
    OutputOption output = new OutputOption();

    CostVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var cost = controller().get("/v1/jobs/" + JobIds.one(id) + "/cost");
        if (output.isJson()) {
            show(cost);
            return 0;
        }
        var attempts = new AttemptTable(session.clock().instant());
        cost.path("attempts").forEach(attempts::add);
        if (!attempts.table().isEmpty()) {
            show(attempts.table());
        }
        sayPlain("Total: " + AttemptTable.dollars(cost.path("total").asDouble()) + " " + text(cost, "currency"));
        return 0;
    }
}
