package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What there is where jobs may run.
@Command(
        name = "infra",
        description = "Show what there is where jobs may run.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast infra gpus"})
final class InfraVerb {
    private InfraVerb() {}

    /// With its own verbs.
    static CommandLine with(Session session) {
        return new CommandLine(new InfraVerb()).addSubcommand("gpus", new InfraGpus(session));
    }
}
