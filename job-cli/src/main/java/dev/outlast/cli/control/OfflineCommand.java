package dev.outlast.cli.control;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Done by the server's own program, in a process of its own, on the home of this environment.
final class OfflineCommand {
    private OfflineCommand() {}

    /// @return its exit code
    static int run(CommandSpec spec, List<String> arguments) throws InterruptedException {
        try {
            return new ProcessBuilder(ServerCommand.of(arguments.toArray(String[]::new)))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException failed) {
            spec.commandLine().getErr().println("outlast: cannot begin: " + failed.getMessage());
            return 1;
        }
    }

    static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }
}
