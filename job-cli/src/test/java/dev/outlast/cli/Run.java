package dev.outlast.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One command that ran, with what it printed.
record Run(int exitCode, String out, String err) {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    /// @param typed what somebody at the terminal types, null when there is no terminal
    static Run command(Path folder, Map<String, String> environment, @Nullable String typed, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream((typed == null ? "" : typed).getBytes(StandardCharsets.UTF_8));
        var variables = new HashMap<>(environment);
        variables.putIfAbsent("OUTLAST_HOME", folder.resolve("no-home").toString());
        variables.putIfAbsent("USER", "ada");
        variables.putIfAbsent("COLUMNS", "80");
        var session = new Session(
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                in,
                variables,
                folder,
                typed != null,
                typed != null,
                () -> NOW);
        int exitCode = Main.run(session, arguments);
        return new Run(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
