package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Table;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// How far an upgrade is, and its end.
@Command(
        name = "upgrade",
        description = {
            "Show which controllers there are and up to which feature level things are written, or end an upgrade.",
            "While two versions run together, nothing is written that the older one cannot read."
        },
        footer = {"", "Example: outlast upgrade status"})
final class UpgradeVerb extends Verb {
    @Mixin
    OutputOption output = new OutputOption();

    UpgradeVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        return status(output);
    }

    @Command(
            name = "status",
            description = "Show which controllers there are and up to which feature level things are written.",
            footer = {"", "Example: outlast upgrade status -o json"})
    Integer status(@Mixin OutputOption how) throws CommandFailure, IOException {
        var upgrade = controller().get("/v1/upgrade");
        if (how.isJson()) {
            show(upgrade);
            return 0;
        }
        var table = new Table(
                Table.Column.shrinking("CONTROLLER", 20),
                Table.Column.of("VERSION"),
                Table.Column.of("KNOWS"),
                Table.Column.of("SEEN"),
                Table.Column.of("LEADS"));
        for (var one : upgrade.path("controllers")) {
            table.row(
                    text(one, "name"),
                    text(one, "version"),
                    one.path("feature_level").asText(),
                    one.path("seen_seconds_ago").asText() + "s ago",
                    one.path("leads").asBoolean() ? "yes" : "");
        }
        show(table);
        say(sentence(upgrade));
        return 0;
    }

    @Command(
            name = "finalize",
            description = {
                "Let everything be written that the leader's version knows. An older version does not start on this"
                        + " installation from then on.",
                "Refused while a controller is there that does not know it."
            },
            footer = {"", "Example: outlast upgrade finalize"})
    Integer complete(@Mixin OutputOption how) throws CommandFailure, IOException {
        var upgrade = controller().post("/v1/upgrade/finalize", JsonNodeFactory.instance.objectNode());
        if (how.isJson()) {
            show(upgrade);
        } else {
            say(sentence(upgrade));
        }
        return 0;
    }

    private static String sentence(JsonNode upgrade) {
        var level = upgrade.path("feature_level").asInt();
        var known = upgrade.path("known").asInt();
        return "Things are written up to feature level " + level
                + (level == known
                        ? ": all that the leader's version knows. There is nothing to finalize."
                        : "; the leader's version knows " + known
                                + ". When all controllers do: `outlast upgrade finalize`.");
    }
}
