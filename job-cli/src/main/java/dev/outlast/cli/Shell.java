package dev.outlast.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Where the command runs: streams, environment, clock. Tests bring their own.
///
/// @param outIsTerminal whether a person reads the output
/// @param inIsTerminal whether a person can answer
/// @param width of the terminal in columns
public record Shell(
        Map<String, String> env,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean inIsTerminal,
        boolean outIsTerminal,
        int width,
        Path directory,
        InstantSource clock) {
    private static final int NO_TERMINAL_WIDTH = 120;

    public Shell {
        env = Map.copyOf(env);
    }

    static Shell ofProcess() {
        var out = new PrintStream(
                new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err =
                new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true, StandardCharsets.UTF_8);
        boolean terminal = isTerminal(1);
        return new Shell(
                System.getenv(),
                System.in,
                out,
                err,
                isTerminal(0),
                terminal,
                terminal ? columns() : NO_TERMINAL_WIDTH,
                Path.of("").toAbsolutePath(),
                InstantSource.system());
    }

    /// Asking the JDK's console would load a line editor; the kernel knows as well.
    private static boolean isTerminal(int descriptor) {
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException elsewhere) {
            return false;
        }
    }

    private static int columns() {
        var text = System.getenv().getOrDefault("COLUMNS", "");
        try {
            return Math.clamp(Integer.parseInt(text), 40, 1_000);
        } catch (NumberFormatException unknown) {
            return 80;
        }
    }

    public Optional<String> variable(String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
    }

    /// Everything of an installation lies here.
    public Path home() {
        return variable("OUTLAST_HOME")
                .map(directory::resolve)
                .orElseGet(() -> Path.of(variable("HOME").orElse("."), ".outlast"))
                .toAbsolutePath()
                .normalize();
    }

    public boolean colours() {
        return outIsTerminal
                && variable("NO_COLOR").isEmpty()
                && !variable("TERM").orElse("").equals("dumb");
    }

    /// Asks; anybody who cannot answer has said yes.
    public boolean confirm(String question) {
        if (!inIsTerminal) {
            return true;
        }
        err.print(question + " [Y/n] ");
        err.flush();
        try {
            var answer = new StringBuilder();
            for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
                answer.append((char) c);
            }
            var text = answer.toString().strip().toLowerCase(java.util.Locale.ROOT);
            return text.isEmpty() || text.equals("y") || text.equals("yes");
        } catch (IOException closed) {
            return false;
        }
    }

    public Shell withEnv(Map<String, String> changed) {
        return new Shell(changed, in, out, err, inIsTerminal, outIsTerminal, width, directory, clock);
    }
}
