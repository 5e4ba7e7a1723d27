package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "completion",
        description = "Print a completion script: eval \"$(outlast completion bash)\" in .bashrc or .zshrc.")
final class CompletionVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "SHELL", description = "bash or zsh (default: bash)")
    String kind = "bash";

    CompletionVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        if (!kind.equals("bash") && !kind.equals("zsh")) {
            throw new CommandException(ExitCode.USAGE, "there is a completion for bash and for zsh");
        }
        // One script for both: it turns on zsh's own understanding of bash completions.
        say(AutoComplete.bash("outlast", Verbs.whole(shell)));
        return ExitCode.OK;
    }
}
