package dev.outlast.provider.local;

import dev.outlast.node.AttemptDirectory;
import dev.outlast.node.RunnerFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts the node runner. What it starts is given nothing of this process but its user and its path.
final class RunnerCommands {
    private static final List<String> INHERITED = List.of("PATH", "LANG", "USER", "LOGNAME");
    private static final File NOTHING = new File("/dev/null");

    private final RunnerFiles files;
    private final Map<String, String> environment;

    RunnerCommands(RunnerFiles files, Path userHome) {
        this.files = files;
        var kept = new HashMap<>(Map.of("HOME", userHome.toString(), "TERM", "dumb"));
        for (var name : INHERITED) {
            Optional.ofNullable(System.getenv(name)).ifPresent(value -> kept.put(name, value));
        }
        environment = Map.copyOf(kept);
    }

    /// Starts the supervisor of an attempt, in a session of its own: it outlives this process.
    Started start(Path directory) throws IOException {
        if (Spawn.AVAILABLE.isPresent()) {
            var spawn = Spawn.AVAILABLE.get();
            var argv = AttemptDirectory.command(files, "start", directory.toString());
            var error = directory.resolve("state/log");
            return Started.of(spawn, spawn.start(new Spawn.Command(argv, directory, environment, error)));
        }
        return Started.of(command(AttemptDirectory.startCommand(files, directory.toString()), directory)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("state/log").toFile()))
                .start());
    }

    Process release(Path directory) throws IOException {
        return command(AttemptDirectory.command(files, "release", directory.toString()), directory)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("state/log").toFile()))
                .start();
    }

    /// In the attempt's directory, so that nothing is started for one that was released meanwhile.
    private ProcessBuilder command(List<String> argv, Path directory) {
        var builder = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder;
    }
}
