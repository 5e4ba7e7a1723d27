package dev.outlast.cli.verb;

import picocli.CommandLine.Option;

/// `-o json`.
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "'table' (for people) or 'json' (for programs).")
    Format format = Format.TABLE;

    boolean isJson() {
        return format == Format.JSON;
    }
}
