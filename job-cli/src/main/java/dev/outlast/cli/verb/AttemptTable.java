package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.show.Table;
import dev.outlast.cli.show.Times;
import java.time.Instant;
import java.util.Locale;

/// The attempts of a job as rows.
final class AttemptTable {
    private final Instant now;
    private final Table table = new Table(
            Table.Column.number("TASK"),
            Table.Column.number("ATTEMPT"),
            Table.Column.shrinking("PLACE", 16),
            Table.Column.shrinking("MACHINE", 8),
            Table.Column.number("LASTED"),
            Table.Column.number("$/H"),
            Table.Column.number("COST"),
            Table.Column.shrinking("END", 10));

    AttemptTable(Instant now) {
        this.now = now;
    }

    void add(JsonNode attempt) {
        table.row(
                Speaking.text(attempt, "task"),
                Speaking.text(attempt, "attempt"),
                place(attempt),
                machine(attempt),
                Times.between(Speaking.text(attempt, "launched_at"), Speaking.text(attempt, "released_at"), now),
                price(attempt.path("price_per_hour").asDouble()
                        * Math.max(1, attempt.path("nodes").asInt(1))),
                dollars(attempt.path("cost").asDouble()),
                end(attempt));
    }

    Table table() {
        return table;
    }

    static String place(JsonNode offer) {
        var place = new StringBuilder(Speaking.text(offer, "provider"));
        for (var part : new String[] {"region", "zone"}) {
            var name = Speaking.text(offer, part);
            if (!name.isEmpty()) {
                place.append('/').append(name);
            }
        }
        return place.toString();
    }

    private static String machine(JsonNode attempt) {
        int nodes = attempt.path("nodes").asInt(1);
        return (nodes > 1 ? nodes + " x " : "")
                + Speaking.text(attempt, "instance_type")
                + (attempt.path("spot").asBoolean() ? " spot" : "");
    }

    private static String end(JsonNode attempt) {
        var fault = Speaking.text(attempt, "fault");
        var detail = Speaking.text(attempt, "detail");
        if (!fault.isEmpty()) {
            return fault + (detail.isEmpty() ? "" : ": " + detail);
        }
        return Speaking.text(attempt, "ended_at").isEmpty() ? "-" : detail.isEmpty() ? "done" : detail;
    }

    static String price(double dollars) {
        return String.format(Locale.ROOT, "%.4f", dollars);
    }

    static String dollars(double dollars) {
        return String.format(Locale.ROOT, dollars != 0 && dollars < 0.1 ? "%.6f" : "%.2f", dollars);
    }
}
