package dev.outlast.cli;

import java.io.BufferedOutputStream;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Where a command runs: all it knows of the world around it, so that tests can be that world.
///
/// @param folder the working directory
/// @param inIsTerminal whether somebody can be asked
/// @param outIsTerminal whether somebody reads along
public record Session(
        PrintStream out,
        PrintStream err,
        InputStream in,
        Map<String, String> environment,
        Path folder,
        boolean inIsTerminal,
        boolean outIsTerminal,
        InstantSource clock) {
    private static final int BUFFER = 8 << 10;
    private static final int MAX_USER = 64;

    public Session {
        Objects.requireNonNull(out);
        Objects.requireNonNull(err);
        Objects.requireNonNull(in);
        environment = Map.copyOf(environment);
        Objects.requireNonNull(folder);
        Objects.requireNonNull(clock);
    }

    /// Of this process.
    public static Session ofProcess() {
        return new Session(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                System.in,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                isTerminal(0),
                isTerminal(1),
                InstantSource.system());
    }

    public String variable(String name) {
        return environment.getOrDefault(name, "");
    }

    /// `OUTLAST_HOME`.
    public Path home() {
        var given = variable("OUTLAST_HOME");
        if (!given.isEmpty()) {
            return folder.resolve(given);
        }
        return userHome().resolve(".outlast");
    }

    public Path userHome() {
        var given = variable("HOME");
        return Path.of(given.isEmpty() ? System.getProperty("user.home", "") : given);
    }

    /// Who asks, in the letters that the controller takes; only shown, never trusted.
    public String user() {
        var given = variable("USER");
        var name = new StringBuilder();
        for (int i = 0; i < Math.min(given.length(), MAX_USER); i++) {
            char c = given.charAt(i);
            name.append(c < 128 && (Character.isLetterOrDigit(c) || "._@-".indexOf(c) >= 0) ? c : '_');
        }
        return name.toString();
    }

    public boolean canAsk() {
        return inIsTerminal && outIsTerminal;
    }

    public boolean colours() {
        return outIsTerminal
                && variable("NO_COLOR").isEmpty()
                && !variable("TERM").equals("dumb");
    }

    /// Asks, and takes only a yes for a yes.
    public boolean confirms(String question) throws IOException {
        out.print(question + " [y/N] ");
        out.flush();
        var answer = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            answer.append((char) c);
        }
        var said = answer.toString().strip().toLowerCase(Locale.ROOT);
        return said.equals("y") || said.equals("yes");
    }

    private static PrintStream stream(FileDescriptor descriptor) {
        var raw = new BufferedOutputStream(new FileOutputStream(descriptor), BUFFER);
        return new PrintStream(raw, descriptor == FileDescriptor.err, StandardCharsets.UTF_8);
    }

    /// By /proc where there is one: it tells of each descriptor, and costs nothing.
    private static boolean isTerminal(int descriptor) {
        try {
            var name = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
        } catch (IOException | InvalidPathException | UnsupportedOperationException elsewhere) {
            return Optional.ofNullable(System.console())
                    .map(Console::isTerminal)
                    .orElse(false);
        }
    }
}
