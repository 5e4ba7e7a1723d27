package dev.outlast.controller.skyapi;

import dev.outlast.controller.api.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a launch would do now, as a table for a terminal.
final class PlanTable {
    private static final int MOST = 10;
    private static final List<String> HEAD = List.of("INFRA", "INSTANCE", "NODES", "$/HOUR", "FIRST");

    private PlanTable() {}

    static String of(Plan plan) {
        var text = new StringBuilder();
        for (var task : plan.tasks()) {
            text.append("Considered places for ").append(task.name()).append(": ");
            if (task.offers().isEmpty()) {
                text.append(task.says()).append('\n');
                continue;
            }
            text.append(task.offers().size()).append('\n');
            var rows = new ArrayList<List<String>>();
            rows.add(HEAD);
            task.offers().stream().limit(MOST).forEach(choice -> {
                var offer = choice.offer();
                rows.add(List.of(
                        offer.place().toString(),
                        offer.instanceType() + (offer.spot() ? " (spot)" : ""),
                        Integer.toString(task.nodes()),
                        String.format(Locale.ROOT, "%.4f", offer.pricePerHour() * task.nodes()),
                        rows.size() == 1 ? "\u2713" : ""));
            });
            table(rows, text);
            if (task.offers().size() > MOST) {
                text.append(" and ").append(task.offers().size() - MOST).append(" more\n");
            }
        }
        plan.warnings()
                .forEach(warning ->
                        text.append("Warning: ").append(warning.render("task")).append('\n'));
        return text.toString();
    }

    private static void table(List<List<String>> rows, StringBuilder text) {
        for (var row : rows) {
            for (int i = 0; i < row.size(); i++) {
                int column = i;
                int width = rows.stream()
                        .mapToInt(r -> r.get(column).length())
                        .max()
                        .orElse(0);
                text.append(' ')
                        .append(row.get(i))
                        .append(" ".repeat(width - row.get(i).length() + 2));
            }
            text.append('\n');
        }
    }
}
