package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/// Which verbs there are. Each is made when it is wanted: looking at all of them takes longer than `queue` may.
public final class Verbs {
    private Verbs() {}

    /// By name, in the order of the help.
    ///
    /// @param whole the command with all its verbs
    public static Map<String, Supplier<Object>> all(Session session, Supplier<CommandLine> whole) {
        var verbs = new LinkedHashMap<String, Supplier<Object>>();
        verbs.put("launch", () -> new LaunchVerb(session));
        verbs.put("queue", () -> new QueueVerb(session));
        verbs.put("status", () -> new StatusVerb(session));
        verbs.put("why", () -> new WhyVerb(session));
        verbs.put("logs", () -> new LogsVerb(session));
        verbs.put("events", () -> new EventsVerb(session));
        verbs.put("wait", () -> new WaitVerb(session));
        verbs.put("cancel", () -> new CancelVerb(session));
        verbs.put("retry", () -> new RetryVerb(session));
        verbs.put("unpark", () -> new UnparkVerb(session));
        verbs.put("cost", () -> new CostVerb(session));
        verbs.put("check", () -> new CheckVerb(session));
        verbs.put("local", () -> new LocalVerb(session));
        verbs.put("completion", () -> new CompletionVerb(session, whole));
        return verbs;
    }
}
