package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Makes a token.
@Command(
        name = "create",
        description = "Make a token and show it, this once.",
        footer = {"", "Example: outlast token create --user ann --role user --expires 30d"})
final class TokenCreate extends Verb {
    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Whose it is; you, when absent.")
    String user = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            required = true,
            description = "viewer (sees all), user (changes own jobs) or admin (everything).")
    String role = "";

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "After which it opens nothing, such as 12h or 30d; never, when absent.")
    String expires = "";

    @Mixin
    OutputOption output = new OutputOption();

    TokenCreate(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var body = JsonNodeFactory.instance
                .objectNode()
                .put("user", user.isEmpty() ? session.user() : user)
                .put("role", role.toLowerCase(Locale.ROOT));
        if (!expires.isEmpty()) {
            body.put("expires_in", Spans.read("--expires", expires).toSeconds());
        }
        var made = controller().post("/v1/tokens", body);
        if (output.isJson()) {
            show(made);
            return 0;
        }
        // The token alone on standard output, so that it can be kept in a file or a variable.
        sayPlain(text(made, "token"));
        warn("Token " + text(made, "id") + " of " + text(made, "user") + ", " + text(made, "role") + ". It is not shown"
                + " again. `outlast` takes it as OUTLAST_TOKEN; a SkyPilot client as"
                + " SKYPILOT_SERVICE_ACCOUNT_TOKEN, with 'sky_' in front of it.");
        return 0;
    }
}
