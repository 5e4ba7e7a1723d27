package dev.outlast.cli;

import java.util.List;

/// A command that ends with a message for its user.
public class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<String> lines;

    /// @param lines what is shown, one or more
    public CommandFailure(int exitCode, List<String> lines) {
        super(String.join("\n", lines), null, false, false);
        this.exitCode = exitCode;
        this.lines = List.copyOf(lines);
    }

    public CommandFailure(int exitCode, String line) {
        this(exitCode, List.of(line));
    }

    /// What was typed makes no sense.
    public static CommandFailure usage(String line) {
        return new CommandFailure(ExitCodes.USAGE, line);
    }

    public int exitCode() {
        return exitCode;
    }

    public List<String> lines() {
        return lines;
    }
}
