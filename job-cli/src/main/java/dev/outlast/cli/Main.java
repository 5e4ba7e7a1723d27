package dev.outlast.cli;

import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.UnreachableException;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.verb.Verbs;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/// Where the command begins.
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    public static void main(String[] args) {
        var shell = Shell.ofProcess();
        int code = run(shell, args);
        shell.out().flush();
        System.exit(code);
    }

    /// @return the exit code
    public static int run(Shell shell, String... args) {
        var line = Verbs.line(shell, args);
        line.setOut(new PrintWriter(new OutputStreamWriter(shell.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(shell.err(), StandardCharsets.UTF_8), true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(shell.colours() ? Ansi.ON : Ansi.OFF))
                .setUsageHelpWidth(Math.clamp(shell.width(), 60, HELP_WIDTH))
                .setParameterExceptionHandler((error, _) -> usage(shell, error))
                .setExecutionExceptionHandler((error, _, _) -> failed(shell, error));
        if (args.length == 0) {
            line.usage(line.getOut());
            return ExitCode.USAGE;
        }
        return line.execute(args);
    }

    private static int usage(Shell shell, CommandLine.ParameterException error) {
        say(shell, String.valueOf(error.getMessage()));
        var more = new PrintWriter(new OutputStreamWriter(shell.err(), StandardCharsets.UTF_8), true);
        CommandLine.UnmatchedArgumentException.printSuggestions(error, more);
        shell.err().println("see: " + error.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int failed(Shell shell, Exception error) {
        shell.out().flush();
        return switch (error) {
            case CommandException told -> {
                say(shell, String.valueOf(told.getMessage()));
                yield told.exitCode();
            }
            case UnreachableException away -> {
                say(shell, away.getMessage() + "; start one: outlast controller start");
                yield ExitCode.UNREACHABLE;
            }
            case ApiException refused -> {
                say(shell, Plain.line(String.valueOf(refused.getMessage())));
                yield refused.status() == 404 ? ExitCode.JOB_NOT_FOUND : ExitCode.ERROR;
            }
            default -> {
                say(shell, "a bug of this command: " + error + " (OUTLAST_DEBUG=1 shows where)");
                if (shell.variable("OUTLAST_DEBUG").isPresent()) {
                    error.printStackTrace(shell.err());
                }
                yield ExitCode.ERROR;
            }
        };
    }

    private static void say(Shell shell, String message) {
        message.lines().forEach(line -> shell.err().println("outlast: " + line));
    }
}
