package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.ExitCodes;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Json;
import dev.outlast.cli.show.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows who changed what, from the files of this home: also when no controller runs.
@Command(
        name = "audit",
        description = "Show who changed what on the controller of this home; exits 1 when the log was tampered with.",
        footer = {"", "Example: outlast audit -u ann -l 20"})
final class AuditVerb extends Verb {
    @Option(
            names = {"-l", "--limit"},
            paramLabel = "N",
            description = "How many lines at most, the newest; default: ${DEFAULT-VALUE}.")
    int limit = 50;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "Only what this user did.")
    String user = "";

    @Option(names = "--verify", description = "Only say whether the log is as it was written.")
    boolean verify;

    @Mixin
    OutputOption output = new OutputOption();

    AuditVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        if (limit < 1) {
            throw CommandFailure.usage("--limit must be at least 1");
        }
        var folder = session.home().resolve("audit");
        var newest = new ArrayDeque<JsonNode>();
        var found = AuditFiles.read(folder, line -> {
            var node = Json.read(line.getBytes(StandardCharsets.UTF_8));
            if (!verify && isWanted(node)) {
                newest.addLast(node);
                if (newest.size() > limit) {
                    newest.removeFirst();
                }
            }
        });
        found.notes().forEach(this::warn);
        if (found.lines() == 0 && found.problems().isEmpty()) {
            throw new CommandFailure(ExitCodes.REFUSED, "there is no audit log in " + folder);
        }
        if (output.isJson() && !verify) {
            var all = JsonNodeFactory.instance.arrayNode();
            newest.forEach(all::add);
            show(all);
        } else if (!verify) {
            show(table(newest));
        }
        if (!found.problems().isEmpty()) {
            throw new CommandFailure(ExitCodes.REFUSED, found.problems());
        }
        if (verify) {
            say(found.lines() + " lines are as they were written; the last is " + found.last());
        }
        return 0;
    }

    private boolean isWanted(JsonNode line) {
        var whose = text(line, "user").isEmpty() ? text(line, "says") : text(line, "user");
        return user.isEmpty() || whose.equals(user) || whose.startsWith(user + "@");
    }

    private static Table table(Iterable<JsonNode> lines) {
        var table = new Table(
                Table.Column.of("AT"),
                Table.Column.shrinking("WHO", 8),
                Table.Column.of("ROLE"),
                Table.Column.of("FROM"),
                Table.Column.shrinking("DID", 12),
                Table.Column.shrinking("ABOUT", 8),
                Table.Column.shrinking("RESULT", 8));
        for (var line : lines) {
            var at = text(line, "at");
            var says = text(line, "says");
            table.row(
                    at.substring(0, Math.min(19, at.length())).replace('T', ' '),
                    orDash(text(line, "user").isEmpty() && !says.isEmpty() ? "(" + says + ")" : text(line, "user")),
                    orDash(text(line, "role")),
                    orDash(text(line, "from")),
                    text(line, "did"),
                    orDash(about(line)),
                    text(line, "result"));
        }
        return table;
    }

    private static String about(JsonNode line) {
        var parts = new ArrayList<String>();
        for (var job : line.path("jobs")) {
            parts.add(job.asText());
        }
        var jobs = parts.isEmpty() ? "" : "job " + String.join(",", parts);
        var more = text(line, "more_jobs");
        return (jobs + (more.isEmpty() ? "" : " and " + more + " more") + " " + text(line, "about")).strip();
    }
}
