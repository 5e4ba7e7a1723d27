package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import picocli.CommandLine.Option;

/// What all verbs have.
abstract class Verb extends Speaking {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    Verb(Session session) {
        super(session);
    }
}
