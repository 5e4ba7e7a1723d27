package dev.outlast.cli.control;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of a controller: this Java, this class path, the flags of a server, and
/// the person's home as this process sees it. The script `outlast` has the same flags for `controller run`; a test
/// compares.
final class ServerCommand {
    static final String MAIN = "dev.outlast.controller.Main";

    static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xms32m",
            "-Xmx512m",
            "-XX:+UseCompactObjectHeaders",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    private ServerCommand() {}

    /// @param port -1 for the configured one
    static List<String> foreground(int port) {
        var command = new ArrayList<>(of("run"));
        if (port >= 0) {
            command.add("--port");
            command.add(Integer.toString(port));
        }
        return command;
    }

    /// What else the server's program can be asked to do.
    static List<String> of(String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Duser.home=" + System.getProperty("user.home"));
        command.add("-cp");
        command.add(absolute(System.getProperty("java.class.path")));
        command.add(MAIN);
        command.addAll(List.of(arguments));
        return command;
    }

    /// In a session of its own, so that no terminal's end or Ctrl-C reaches it.
    static List<String> detached(int port) {
        var command = new ArrayList<String>();
        for (var folder : System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
            var setsid = Path.of(folder.isEmpty() ? "." : folder, "setsid");
            if (command.isEmpty() && setsid.isAbsolute() && Files.isExecutable(setsid)) {
                command.add(setsid.toString());
            }
        }
        command.addAll(foreground(port));
        return command;
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
