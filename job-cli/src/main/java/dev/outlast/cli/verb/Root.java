package dev.outlast.cli.verb;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "outlast",
        description = "Jobs that outlast the machines they run on.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "OUTLAST_HOME (default ~/.outlast) is where an installation lies, OUTLAST_ENDPOINT which controller is asked.",
            "Exit codes: 0 done, 1 error, 2 wrong usage, 3 no controller; of a job: 100 failed, 101 not ended, 102 not there,",
            "103 cancelled."
        })
final class Root {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "show the version")
    boolean version;
}
