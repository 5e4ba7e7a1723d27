package dev.outlast.cli.text;

import dev.outlast.cli.Shell;
import java.util.ArrayList;
import java.util.List;

/// Rows under headings that never are wider than the terminal: wide columns shrink, and if that is not enough the least
/// important columns go.
public final class Table {
    private static final int GAP = 2;

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /// @param least as narrow as it may become, 0 when it must not shrink
    /// @param rank the highest goes first when there is no room
    public record Column(String heading, boolean right, int least, int rank) {
        public static Column left(String heading, int rank) {
            return new Column(heading, false, 0, rank);
        }

        public static Column right(String heading, int rank) {
            return new Column(heading, true, 0, rank);
        }

        public static Column elastic(String heading, int least, int rank) {
            return new Column(heading, false, least, rank);
        }
    }

    public void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        var clean = new ArrayList<String>();
        for (var cell : cells) {
            clean.add(Plain.line(cell));
        }
        rows.add(clean);
    }

    /// The same table without that column.
    public Table without(String heading) {
        int gone = columns.stream().map(Column::heading).toList().indexOf(heading);
        var rest = new Table(
                columns.stream().filter(c -> !c.heading().equals(heading)).toArray(Column[]::new));
        for (var row : rows) {
            var cells = new ArrayList<>(row);
            cells.remove(gone);
            rest.rows.add(cells);
        }
        return rest;
    }

    public void print(Shell shell) {
        var shown = new ArrayList<Integer>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(i);
        }
        int[] widths = widths();
        while (total(shown, least(widths)) > shell.width() && shown.size() > 1) {
            shown.remove(/* element */ leastImportant(shown));
        }
        shrink(shown, widths, shell.width());
        var text = new StringBuilder();
        line(
                text,
                shown,
                widths,
                columns.stream().map(Column::heading).toList(),
                shell.colours() ? Style.BOLD : Style.NONE,
                false);
        for (var row : rows) {
            line(text, shown, widths, row, Style.NONE, shell.colours());
        }
        shell.out().print(text);
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).heading().length();
            for (var row : rows) {
                var cell = row.get(i);
                widths[i] = Math.max(widths[i], cell.codePointCount(0, cell.length()));
            }
        }
        return widths;
    }

    private int[] least(int[] widths) {
        int[] least = widths.clone();
        for (int i = 0; i < least.length; i++) {
            if (columns.get(i).least() > 0) {
                least[i] = Math.min(least[i], columns.get(i).least());
            }
        }
        return least;
    }

    private static int total(List<Integer> shown, int[] widths) {
        return shown.stream().mapToInt(i -> widths[i] + GAP).sum() - GAP;
    }

    private Integer leastImportant(List<Integer> shown) {
        var worst = shown.getFirst();
        for (var i : shown) {
            worst = columns.get(i).rank() > columns.get(worst).rank() ? i : worst;
        }
        return worst;
    }

    private void shrink(List<Integer> shown, int[] widths, int width) {
        while (total(shown, widths) > width) {
            int widest = -1;
            for (int i : shown) {
                boolean canShrink =
                        columns.get(i).least() > 0 && widths[i] > columns.get(i).least();
                if (canShrink && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    private void line(
            StringBuilder text, List<Integer> shown, int[] widths, List<String> cells, Style style, boolean colours) {
        var line = new StringBuilder();
        for (int i : shown) {
            var cell = Plain.cut(cells.get(i), widths[i]);
            var padding = " ".repeat(widths[i] - cell.codePointCount(0, cell.length()));
            var painted = colours ? Style.ofCell(cell).paint(cell) : style.paint(cell);
            line.append(columns.get(i).right() ? padding + painted : painted + padding)
                    .append(" ".repeat(GAP));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
