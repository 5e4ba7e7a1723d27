package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import java.util.function.Supplier;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// A script for the user's shell.
@Command(
        name = "completion",
        description = "Print a script that completes the command in bash or zsh.",
        footer = {"", "Example: source <(outlast completion bash)"})
final class CompletionVerb extends Verb {
    private final Supplier<CommandLine> whole;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    String shell = "";

    /// @param whole the command with all its verbs
    CompletionVerb(Session session, Supplier<CommandLine> whole) {
        super(session);
        this.whole = whole;
    }

    @Override
    public Integer call() throws CommandFailure {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw CommandFailure.usage("'" + shell + "' is no shell known here; write bash or zsh");
        }
        // The script makes zsh understand bash's completions by itself.
        session.out().print(AutoComplete.bash("outlast", whole.get()));
        return 0;
    }
}
