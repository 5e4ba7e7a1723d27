package dev.outlast.cli.control;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "backup",
        description = {
            "Back up the installation of this home (OUTLAST_HOME) into a new directory. The controller may run.",
            "In it: the database, config.yaml and what was uploaded. Not in it: the key that opens secrets,",
            "local:// buckets, and job logs."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast backup /backups/outlast-$(date +%%F)"})
public final class BackupCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "A directory that is not there yet.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws InterruptedException {
        return OfflineCommand.run(spec, List.of("backup", OfflineCommand.absolute(directory)));
    }
}
