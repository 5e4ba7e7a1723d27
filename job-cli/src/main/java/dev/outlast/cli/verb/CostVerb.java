package dev.outlast.cli.verb;

import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import dev.outlast.cli.text.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "cost", description = "Show what a job cost, by attempt.")
final class CostVerb extends Verb {
    @Parameters(paramLabel = "ID", description = "the job")
    long id;

    CostVerb(Shell shell) {
        super(shell);
    }

    @Override
    public Integer call() {
        var cost = client().get(Jobs.path(id) + "/cost");
        if (wantsJson()) {
            print(cost);
            return ExitCode.OK;
        }
        Attempts.print(shell, cost.at("attempts").items());
        say("Total: " + Words.money(cost.at("total").decimal()));
        return ExitCode.OK;
    }
}
