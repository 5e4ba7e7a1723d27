package dev.outlast.cli;

import dev.outlast.cli.show.Plain;
import dev.outlast.cli.verb.Verbs;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// `outlast`: talks to a controller. Exit codes in [ExitCodes].
@Command(
        name = "outlast",
        description = "Jobs that outlast the machines they run on.",
        synopsisSubcommandLabel = "VERB",
        versionProvider = Main.Version.class,
        footer = {"", "Example: outlast launch examples/train/train.yaml", "`outlast VERB --help` tells more of a verb."
        })
public final class Main implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    boolean version;

    private Main() {}

    public static void main(String[] arguments) {
        var session = Session.ofProcess();
        int exitCode = run(session, arguments);
        session.out().flush();
        session.err().flush();
        System.exit(exitCode);
    }

    /// @return the exit code
    public static int run(Session session, String... arguments) {
        var command = arguments.length == 0 ? command(session) : command(session, arguments[0]);
        if (arguments.length == 0) {
            command.usage(session.err());
            return ExitCodes.USAGE;
        }
        int exitCode = command.execute(arguments);
        return session.out().checkError() ? ExitCodes.BROKEN_PIPE : exitCode;
    }

    /// With all verbs.
    public static CommandLine command(Session session) {
        return command(session, "");
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
                .setOut(writer(session.out()))
                .setErr(writer(session.err()))
                .setParameterExceptionHandler((wrong, _) -> usage(session, wrong))
                .setExecutionExceptionHandler((failed, _, _) -> failed(session, failed));
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
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
        }
        session.err().println(message);
        session.err().println("`" + verb + " --help` tells how it is used.");
        return ExitCodes.USAGE;
    }

    private static int failed(Session session, Exception failed) {
        session.out().flush();
        if (failed instanceof CommandFailure failure) {
            failure.lines().forEach(line -> session.err().println("outlast: " + Plain.text(line)));
            return failure.exitCode();
        }
        if (failed instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return ExitCodes.INTERRUPTED;
        }
        session.err().println("outlast: " + Plain.text(failed.toString()));
        return ExitCodes.REFUSED;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            var version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"outlast " + (version == null ? "of an unpacked build" : version)};
        }
    }
}
