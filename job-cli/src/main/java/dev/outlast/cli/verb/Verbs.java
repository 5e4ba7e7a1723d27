package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/// All verbs by name. Only the verb that is asked for is built: looking at the annotations of all of them would cost
/// more
/// than most verbs do.
public final class Verbs {
    /// In the order of the help.
    public static final List<String> NAMES = List.of(
            "launch",
            "queue",
            "status",
            "why",
            "logs",
            "events",
            "wait",
            "cancel",
            "retry",
            "unpark",
            "cost",
            "check",
            "local",
            "completion");

    private Verbs() {}

    /// @param name one of [#NAMES]
    /// @param whole the command with all its verbs
    public static Object make(String name, Session session, Supplier<CommandLine> whole) {
        return switch (name) {
            case "launch" -> new LaunchVerb(session);
            case "queue" -> new QueueVerb(session);
            case "status" -> new StatusVerb(session);
            case "why" -> new WhyVerb(session);
            case "logs" -> new LogsVerb(session);
            case "events" -> new EventsVerb(session);
            case "wait" -> new WaitVerb(session);
            case "cancel" -> new CancelVerb(session);
            case "retry" -> new RetryVerb(session);
            case "unpark" -> new UnparkVerb(session);
            case "cost" -> new CostVerb(session);
            case "check" -> new CheckVerb(session);
            case "local" -> new LocalVerb(session);
            case "completion" -> new CompletionVerb(session, whole);
            default -> throw new IllegalArgumentException("no verb: " + name);
        };
    }

    /// The command with what is needed to read these arguments.
    public static CommandLine line(Shell shell, String... args) {
        var asked = args.length == 0 ? null : all().get(args[0]);
        if (asked == null) {
            return whole(shell);
        }
        return settled(new CommandLine(root()).addSubcommand(asked.apply(shell)));
    }

    static CommandLine whole(Shell shell) {
        var line = new CommandLine(root());
        all().values().forEach(verb -> line.addSubcommand(verb.apply(shell)));
        return settled(line);
    }

    private static CommandLine.Model.CommandSpec root() {
        var spec = CommandLine.Model.CommandSpec.forAnnotatedObject(new Root());
        return spec.version("outlast " + VERSION);
    }

    private static CommandLine settled(CommandLine line) {
        return line.setCaseInsensitiveEnumValuesAllowed(true).setUnmatchedOptionsArePositionalParams(false);
    }
}
