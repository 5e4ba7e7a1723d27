package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import dev.outlast.cli.show.Table;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What carries the installation's tag and no live attempt answers for.
@Command(
        name = "janitor",
        description = {
            "Show what providers have that carries this installation's tag and that no live attempt answers for.",
            "What nobody answered for over twice the launch deadline is released; things of others never are."
        },
        footer = {"", "Example: outlast janitor --run"})
final class JanitorVerb extends Verb {
    @Option(names = "--run", description = "Look now, instead of showing the last look. It shortens no waiting time.")
    boolean run;

    @Mixin
    OutputOption output = new OutputOption();

    JanitorVerb(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws CommandFailure, IOException {
        var look = run
                ? controller().post("/v1/janitor/run", JsonNodeFactory.instance.objectNode())
                : controller().get("/v1/janitor");
        if (output.isJson()) {
            show(look);
            return 0;
        }
        for (var provider : look.path("providers")) {
            var problem = text(provider, "problem");
            sayPlain(text(provider, "provider") + ": "
                    + (problem.isEmpty()
                            ? provider.path("owned").asInt() + " of this installation, "
                                    + provider.path("foreign").asInt() + " of others"
                            : "could not be asked: " + problem));
        }
        var table = new Table(
                Table.Column.of("TOKEN"),
                Table.Column.of("STANDING"),
                Table.Column.of("SINCE"),
                Table.Column.shrinking("WHAT", 20));
        for (var thing : look.path("things")) {
            var standing = thing.path("orphan").asBoolean() ? "ORPHAN, is released" : text(thing, "standing");
            table.row(text(thing, "token"), standing, text(thing, "since"), text(thing, "description"));
        }
        if (!table.isEmpty()) {
            show(table);
        }
        var at = text(look, "looked_at");
        sayPlain((at.isEmpty() ? "It has not looked yet" : "Looked at " + at) + "; "
                + look.path("released").asLong() + " orphans released since this controller leads");
        return 0;
    }
}
