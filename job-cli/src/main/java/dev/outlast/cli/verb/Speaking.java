package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.Session;
import dev.outlast.cli.client.Controller;
import dev.outlast.cli.client.Json;
import dev.outlast.cli.show.Paint;
import dev.outlast.cli.show.Plain;
import dev.outlast.cli.show.Table;
import dev.outlast.cli.show.TerminalWidth;
import java.util.concurrent.Callable;

/// What all verbs can do.
abstract class Speaking implements Callable<Integer> {
    final Session session;

    Speaking(Session session) {
        this.session = session;
    }

    final Controller controller() {
        return Controller.of(session);
    }

    final Paint paint() {
        return new Paint(session.colours());
    }

    final void say(String line) {
        session.out().println(line);
    }

    /// One line of a text that others wrote.
    final void sayPlain(String text) {
        say(Plain.text(text));
    }

    final void show(Table table) {
        session.out().print(table.render(TerminalWidth.of(session), paint()));
    }

    final void show(JsonNode json) {
        say(Json.pretty(json));
    }

    final void warn(String line) {
        session.err().println(line);
    }

    /// Empty for what is absent or null.
    static String text(JsonNode node, String name) {
        var value = node.path(name);
        return value.isMissingNode() || value.isNull() ? "" : value.asText();
    }

    static String orDash(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
