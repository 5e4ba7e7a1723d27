package dev.outlast.cli.control;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "db",
        description = {
            "Look after the store of this home (OUTLAST_HOME): a file, or the PostgreSQL database at store.url.",
            "status shows what it is and who leads; migrate brings its tables to the newest form;",
            "copy brings the file into the empty database at store.url, while no controller runs."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast db status"})
public final class DbCommand implements Callable<Integer> {
    /// What can be done.
    enum Verb {
        status,
        migrate,
        copy
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "VERB", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Verb verb = Verb.status;

    @Override
    public Integer call() throws InterruptedException {
        return OfflineCommand.run(spec, List.of("db", verb.name()));
    }
}
