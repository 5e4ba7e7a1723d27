package dev.outlast.cli.verb;

import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Client;
import dev.outlast.cli.http.Endpoint;
import dev.outlast.cli.http.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// What all verbs have.
abstract class Verb implements Callable<Integer> {
    final Shell shell;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json (default: text)")
    Output output = Output.TEXT;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    boolean help;

    enum Output {
        TEXT,
        JSON
    }

    Verb(Shell shell) {
        this.shell = shell;
    }

    final Client client() {
        return new Client(Endpoint.of(shell));
    }

    final boolean wantsJson() {
        return output == Output.JSON;
    }

    final void print(Json json) {
        shell.out().println(json);
    }

    final void say(String line) {
        shell.out().println(line);
    }

    /// Beside the result: never in the way of who reads the output by program.
    final void note(String line) {
        shell.err().println(line);
    }
}
