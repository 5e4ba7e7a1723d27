package dev.outlast.controller.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Another process that runs one of our main classes, and can be killed at any moment.
final class ChildJvm implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;

    ChildJvm(Class<?> main, String... args) throws IOException {
        var classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                main.getName()));
        command.addAll(List.of(args));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        out = process.inputReader(StandardCharsets.UTF_8);
    }

    long pid() {
        return process.pid();
    }

    /// The next line it prints; empty text at its end.
    String line() throws IOException {
        var line = out.readLine();
        return line == null ? "" : line;
    }

    /// SIGKILL, and everything it had printed until then.
    List<String> kill() throws IOException, InterruptedException {
        // Not Process.destroyForcibly: that closes the stream with what was printed.
        process.toHandle().destroyForcibly();
        process.waitFor();
        return out.readAllLines();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
