package dev.outlast.cli.verb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.cli.show.Table;
import java.util.ArrayList;
import java.util.List;

/// What a launch would do, for people.
final class PlanView {
    private static final int MOST_OFFERS = 10;

    private PlanView() {}

    /// Of one task, best first.
    static Table offers(JsonNode task) {
        var table = new Table(
                Table.Column.number("#"),
                Table.Column.shrinking("PLACE", 12),
                Table.Column.shrinking("MACHINE", 8),
                Table.Column.of("SPOT"),
                Table.Column.number("NODES"),
                Table.Column.number("$/H"));
        int nodes = task.path("nodes").asInt(1);
        int number = 0;
        for (var offer : task.path("offers")) {
            if (++number > MOST_OFFERS) {
                break;
            }
            table.row(
                    Integer.toString(number),
                    AttemptTable.place(offer),
                    Speaking.text(offer, "instance_type"),
                    offer.path("spot").asBoolean() ? "spot" : "-",
                    Integer.toString(nodes),
                    AttemptTable.price(offer.path("price_per_hour").asDouble() * nodes));
        }
        return table;
    }

    /// Above its offers.
    static List<String> heading(JsonNode task, boolean several) {
        var lines = new ArrayList<String>();
        if (several) {
            lines.add("Task " + Speaking.text(task, "index") + " " + Speaking.text(task, "name") + ":");
        }
        lines.add("It " + Speaking.text(task, "says") + ".");
        return lines;
    }

    /// How many offers are not shown.
    static int hidden(JsonNode task) {
        return Math.max(0, task.path("offers").size() - MOST_OFFERS);
    }
}
