package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Table;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What works on this installation.
@Command(
        name = "check",
        description = "Show what works on this installation; exits 1 when something is bad.",
        footer = {"", "Example: outlast check"})
final class CheckVerb extends Verb {
    @Mixin
    OutputOption output = new OutputOption();

    CheckVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var answer = controller().get("/v1/check");
        boolean bad = false;
        var table = new Table(
                Table.Column.of("LEVEL"), Table.Column.shrinking("SUBJECT", 12), Table.Column.shrinking("DETAIL", 20));
        for (var finding : answer.path("findings")) {
            bad |= text(finding, "level").equals("BAD");
            table.row(text(finding, "level"), text(finding, "subject"), text(finding, "detail"));
        }
        if (output.isJson()) {
            show(answer);
        } else {
            show(table);
        }
        return bad ? ExitCodes.REFUSED : 0;
    }
}
