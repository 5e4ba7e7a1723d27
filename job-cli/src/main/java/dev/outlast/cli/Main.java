package dev.outlast.cli;

import dev.outlast.cli.http.ApiException;
import dev.outlast.cli.http.UnreachableException;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.verb.Verbs;
import java.io.PrintWriter;
import java.util.List;
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

    /// With the one verb that is wanted, or with all of them where that is none.
    private static CommandLine command(Session session, String wanted) {
        var command = new CommandLine(new Main());
        for (var name : Verbs.NAMES.contains(wanted) ? List.of(wanted) : Verbs.NAMES) {
            command.addSubcommand(name, Verbs.make(name, session, () -> command(session)));
        }
        return configured(command, session);
    }

    private static CommandLine configured(CommandLine command, Session session) {
        var colours = session.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF;
        return command.setCaseInsensitiveEnumValuesAllowed(true)
                .setAbbreviatedOptionsAllowed(false)
                .setOverwrittenOptionsAllowed(false)
                .setColorScheme(CommandLine.Help.defaultColorScheme(colours))
                .setOut(new PrintWriter(session.out(), true))
                .setErr(new PrintWriter(session.err(), true))
                .setParameterExceptionHandler((wrong, _) -> usage(session, wrong))
                .setExecutionExceptionHandler((failed, _, _) -> failed(session, failed));
    }

    /// Only reached with no verb: options alone.
    @Override
    public void run() {
        throw new ParameterException(new CommandLine(this), "say what to do: a verb is missing");
    }

    private static int usage(Session session, ParameterException wrong) {
        var verb = wrong.getCommandLine().getCommandSpec().qualifiedName();
        var message = new StringBuilder("outlast: ");
        boolean noVerb = wrong instanceof UnmatchedArgumentException && verb.equals("outlast");
        message.append(noVerb ? "there is no such verb or option" : Plain.text(String.valueOf(wrong.getMessage())));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            if (noVerb) {
                message.append(": ").append(Plain.text(unmatched.getUnmatched().getFirst()));
            }
            var closest = unmatched.getSuggestions();
            if (!closest.isEmpty()) {
                message.append("; did you mean '").append(closest.getFirst()).append("'?");
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
