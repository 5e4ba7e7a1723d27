package dev.outlast.provider.local;

import dev.outlast.node.AttemptDirectory;
import dev.outlast.node.RunnerFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts the node runner. What it starts is given nothing of this process but its user and its path.
final class RunnerCommands {
    private static final List<String> INHERITED = List.of("PATH", "LANG", "USER", "LOGNAME");
    private static final File NOTHING = new File("/dev/null");

    private final RunnerFiles files;
    private final Path userHome;

    RunnerCommands(RunnerFiles files, Path userHome) {
        this.files = files;
        this.userHome = userHome;
    }

    /// Starts the supervisor of an attempt, in a session of its own: it outlives this process.
    Process start(Path directory) throws IOException {
        return command(AttemptDirectory.startCommand(files, directory.toString()), directory)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("runner.err").toFile()))
                .start();
    }

    Process release(Path directory) throws IOException {
        return command(AttemptDirectory.command(files, "release", directory.toString()), directory)
                .redirectError(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("runner.err").toFile()))
                .start();
    }

    /// In the attempt's directory, so that nothing is started for one that was released meanwhile.
    private ProcessBuilder command(List<String> argv, Path directory) {
        var builder = new ProcessBuilder(argv)
                .directory(directory.toFile())
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().putAll(Map.of("HOME", userHome.toString(), "TERM", "dumb"));
        for (var name : INHERITED) {
            Optional.ofNullable(System.getenv(name))
                    .ifPresent(value -> builder.environment().put(name, value));
        }
        return builder;
    }
}
