package dev.outlast.cli.verb;

import dev.outlast.cli.Shell;
import dev.outlast.cli.http.Json;
import dev.outlast.cli.text.Table;
import dev.outlast.cli.text.Words;
import java.util.List;

/// Attempts as a table: where, for how long, why it ended, and what it cost.
public final class Attempts {
    private Attempts() {}

    public static void print(Shell shell, List<Json> attempts) {
        if (attempts.isEmpty()) {
            return;
        }
        var now = shell.clock().instant();
        var table = new Table(
                Table.Column.right("ATTEMPT", 0),
                Table.Column.elastic("WHERE", 12, 1),
                Table.Column.left("TYPE", 6),
                Table.Column.right("$/HOUR", 5),
                Table.Column.right("NODES", 8),
                Table.Column.left("RAN", 3),
                Table.Column.right("COST", 2),
                Table.Column.left("ENDED BY", 2),
                Table.Column.elastic("RESUMED FROM", 8, 7),
                Table.Column.elastic("DETAIL", 10, 9));
        for (var attempt : attempts) {
            boolean over = !attempt.at("ended_at").isNothing();
            var fault = attempt.at("fault").text();
            table.row(
                    attempt.at("attempt").text(),
                    Words.place(attempt),
                    attempt.at("instance_type").text() + (attempt.at("spot").isTrue() ? " spot" : ""),
                    Words.money(attempt.at("price_per_hour").decimal()),
                    attempt.at("nodes").text(),
                    Words.span(
                            attempt.at("started_at").time(),
                            attempt.at("ended_at").time(),
                            now),
                    Words.money(attempt.at("cost").decimal()),
                    fault.isEmpty() ? (over ? "its end" : "-") : fault,
                    attempt.at("resume").text().isEmpty()
                            ? "-"
                            : attempt.at("resume").text(),
                    attempt.at("detail").text());
        }
        table.print(shell);
    }
}
