package dev.outlast.cli.verb;

import dev.outlast.cli.Session;
import dev.outlast.cli.control.BackupCommand;
import dev.outlast.cli.control.ControllerCommand;
import dev.outlast.cli.control.DbCommand;
import dev.outlast.cli.control.RestoreCommand;
import dev.outlast.cli.demo.DemoCommand;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine;

/// Which verbs there are. Each is made when it is wanted: looking at all of them takes longer than `queue` may.
public final class Verbs {
    /// In the order of the help.
    public static final List<String> NAMES = List.of(
            "demo",
            "controller",
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
            "infra",
            "token",
            "audit",
            "local",
            "janitor",
            "upgrade",
            "backup",
            "restore",
            "db",
            "completion");

    private Verbs() {}

    /// @param name one of [#NAMES]
    /// @param whole the command with all its verbs
    public static Object make(String name, Session session, Supplier<CommandLine> whole) {
        return switch (name) {
            case "demo" -> new DemoCommand();
            case "controller" -> new ControllerCommand();
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
            case "infra" -> InfraVerb.with(session);
            case "token" -> TokenVerb.with(session);
            case "audit" -> new AuditVerb(session);
            case "local" -> new LocalVerb(session);
            case "janitor" -> new JanitorVerb(session);
            case "upgrade" -> new UpgradeVerb(session);
            case "backup" -> new BackupCommand();
            case "restore" -> new RestoreCommand();
            case "db" -> new DbCommand();
            case "completion" -> new CompletionVerb(session, whole);
            default -> throw new IllegalArgumentException("no verb: " + name);
        };
    }
}
