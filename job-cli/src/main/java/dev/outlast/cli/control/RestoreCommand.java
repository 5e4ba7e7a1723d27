package dev.outlast.cli.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "restore",
        description = {
            "Put a backup in place in this home (OUTLAST_HOME), where no controller runs.",
            "The next start looks at everything that carries the installation's tag before it launches anything:",
            "what the backup knows is taken up again, what it does not know is ended."
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: outlast restore /backups/outlast-2026-11-21 --replace"})
public final class RestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", description = "What `outlast backup` has made.")
    private Path directory = Path.of("");

    @Option(names = "--replace", description = "A database that is there is moved aside; nothing is deleted.")
    private boolean replace;

    @Option(names = "--key", paramLabel = "FILE", description = "The key that opens secrets, for a home without one.")
    private @Nullable Path key;

    @Option(names = "--without-key", description = "Jobs with secrets may be lost: their key is gone.")
    private boolean withoutKey;

    @Option(
            names = "--without-looking",
            description = "Restore although a launcher cannot be asked what there is: ids may be given twice.")
    private boolean withoutLooking;

    @Override
    public Integer call() throws InterruptedException {
        var arguments = new ArrayList<>(List.of("restore", OfflineCommand.absolute(directory)));
        if (replace) {
            arguments.add("--replace");
        }
        if (key != null) {
            arguments.addAll(List.of("--key", OfflineCommand.absolute(key)));
        }
        if (withoutKey) {
            arguments.add("--without-key");
        }
        if (withoutLooking) {
            arguments.add("--without-looking");
        }
        return OfflineCommand.run(spec, arguments);
    }
}
