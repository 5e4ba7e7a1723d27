package dev.outlast.cli.control;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of a controller: this Java, the class path and the flags of a server, and
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
    static List<String> foreground(int port) throws IOException {
        var command = new ArrayList<>(of("run"));
        if (port >= 0) {
            command.add("--port");
            command.add(Integer.toString(port));
        }
        return command;
    }

    /// What else the server's program can be asked to do.
    static List<String> of(String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.add("-Duser.home=" + System.getProperty("user.home"));
        command.add("-cp");
        command.add(classPath());
        command.add(MAIN);
        command.addAll(List.of(arguments));
        return command;
    }

    /// In a session of its own, so that no terminal's end or Ctrl-C reaches it.
    static List<String> detached(int port) throws IOException {
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

    /// The script gives a command a class path of its own, with nothing of the server on it, and says where the
    /// server's is written, as it was built: the tree may have been moved since.
    private static String classPath() throws IOException {
        var layout = System.getProperty("outlast.layout");
        if (layout == null) {
            return absolute(System.getProperty("java.class.path"));
        }
        return Arrays.stream(
                        Files.readString(Path.of(layout, "classpath")).strip().split(File.pathSeparator, -1))
                .map(entry -> Path.of(layout, "lib")
                        .resolve(Path.of(entry).getFileName())
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String absolute(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !entry.isEmpty())
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
