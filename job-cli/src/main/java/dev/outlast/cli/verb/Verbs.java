package dev.outlast.cli.verb;

import dev.outlast.cli.Shell;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine;

/// All verbs by name. Only the verb that is asked for is built: looking at the annotations of all of them would cost
/// more
/// than most verbs do.
public final class Verbs {
    private static final String VERSION = "0.1.0";

    private Verbs() {}

    private static Map<String, Function<Shell, Object>> all() {
        var verbs = new LinkedHashMap<String, Function<Shell, Object>>();
        verbs.put("launch", LaunchVerb::new);
        verbs.put("queue", QueueVerb::new);
        verbs.put("status", StatusVerb::new);
        verbs.put("why", WhyVerb::new);
        verbs.put("logs", LogsVerb::new);
        verbs.put("events", EventsVerb::new);
        verbs.put("cancel", CancelVerb::new);
        verbs.put("wait", WaitVerb::new);
        verbs.put("retry", RetryVerb::new);
        verbs.put("cost", CostVerb::new);
        verbs.put("unpark", UnparkVerb::new);
        verbs.put("check", CheckVerb::new);
        verbs.put("local", LocalVerb::new);
        verbs.put("controller", ControllerVerb::new);
        verbs.put("demo", DemoVerb::new);
        verbs.put("completion", CompletionVerb::new);
        return verbs;
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
