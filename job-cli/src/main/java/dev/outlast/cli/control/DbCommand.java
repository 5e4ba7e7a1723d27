package dev.outlast.cli.control;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "db",
        description = {
            "Look after the store of this home (OUTLAST_HOME): a file, or the PostgreSQL database at store.url.",
            "status shows what it is and who leads; migrate brings its tables to the newest form;",
            "copy brings the file into the empty database at store.url, while no controller runs;",
            "restored makes a database at store.url that was put back to an earlier time one that may be led,",
            "while no controller runs: no number is given twice, and nothing launched before a look at what there is."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast db status"})
public final class DbCommand implements Callable<Integer> {
    /// What can be done.
    enum Verb {
        status,
        migrate,
        copy,
        restored
    }

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "VERB", description = "One of: ${COMPLETION-CANDIDATES}.")
    private Verb verb = Verb.status;

    @Option(
            names = "--without-looking",
            description = "For restored: although a launcher cannot be asked what there is. Ids may be given twice.")
    private boolean withoutLooking;

    @Override
    public Integer call() throws InterruptedException {
        var arguments = new ArrayList<>(List.of("db", verb.name()));
        if (withoutLooking) {
            arguments.add("--without-looking");
        }
        return OfflineCommand.run(spec, arguments);
    }
}
