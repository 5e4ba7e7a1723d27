package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Table;
import dev.outlast.cli.show.Times;
import java.io.IOException;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lists tokens.
@Command(
        name = "list",
        description = "List tokens, also those that opened something once.",
        footer = {"", "Example: outlast token list -o json"})
final class TokenList extends Verb {
    @Mixin
    OutputOption output = new OutputOption();

    TokenList(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var tokens = controller().get("/v1/tokens").path("tokens");
        if (output.isJson()) {
            show(tokens);
            return 0;
        }
        if (tokens.isEmpty()) {
            say("There are no tokens but the one in the controller's home.");
            return 0;
        }
        var now = session.clock().instant();
        var table = new Table(
                Table.Column.of("ID"),
                Table.Column.shrinking("USER", 8),
                Table.Column.of("ROLE"),
                Table.Column.of("CREATED"),
                Table.Column.of("LAST USED"),
                Table.Column.of("STATE"));
        for (var token : tokens) {
            var used = text(token, "last_used_at");
            table.row(
                    text(token, "id"),
                    text(token, "user"),
                    text(token, "role"),
                    Times.ago(text(token, "created_at"), now),
                    used.isEmpty() ? "never" : Times.ago(used, now),
                    state(token, now));
        }
        show(table);
        return 0;
    }

    private static String state(JsonNode token, Instant now) {
        if (!text(token, "revoked_at").isEmpty()) {
            return "revoked";
        }
        var until = text(token, "expires_at");
        if (until.isEmpty()) {
            return "valid";
        }
        return now.isBefore(Instant.parse(until)) ? "until " + until.substring(0, 10) : "expired";
    }
}
