package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Revokes a token.
@Command(
        name = "revoke",
        description = "Let a token open nothing from now on.",
        footer = {"", "Example: outlast token revoke k3v9x2qa4m"})
final class TokenRevoke extends Verb {
    @Parameters(paramLabel = "ID", description = "As `outlast token list` shows it.")
    String id = "";

    @Mixin
    OutputOption output = new OutputOption();

    TokenRevoke(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var path = "/v1/tokens/" + Controller.encode(id) + "/revoke";
        var token = controller().post(path, JsonNodeFactory.instance.objectNode());
        if (output.isJson()) {
            show(token);
        } else {
            sayPlain("Token " + text(token, "id") + " of " + text(token, "user") + " opens nothing any more.");
        }
        return 0;
    }
}
