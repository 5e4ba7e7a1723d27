package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Who may use this controller.
@Command(
        name = "token",
        description = "Make, list and revoke tokens; for admins of the controller.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast token create --user ann --role user --expires 30d"})
final class TokenVerb {
    private TokenVerb() {}

    /// With its own verbs.
    static CommandLine with(Session session) {
        return new CommandLine(new TokenVerb())
                .addSubcommand("create", new TokenCreate(session))
                .addSubcommand("list", new TokenList(session))
                .addSubcommand("revoke", new TokenRevoke(session));
    }
}
