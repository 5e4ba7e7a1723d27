package dev.outlast.cli.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Rows under headings, made to fit. Where it is too wide, the widest of the columns that may shrink give way.
public final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// @param least what must remain of it; 0 for a column that is never cut
    public record Column(String heading, int least, boolean right) {
        public static Column of(String heading) {
            return new Column(heading, 0, false);
        }

        public static Column number(String heading) {
            return new Column(heading, 0, true);
        }

        public static Column shrinking(String heading, int least) {
            return new Column(heading, least, false);
        }
    }

    public Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /// Texts as they come; what would harm a terminal is spelled out.
    public void row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Arrays.stream(cells).map(Plain::text).toList());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// @param paint colours statuses
    public String render(int width, Paint paint) {
        var widths = widths(width);
        var text = new StringBuilder();
        line(text, columns.stream().map(Column::heading).toList(), widths, paint::heading);
        for (var row : rows) {
            line(text, row, widths, paint::status);
        }
        return text.toString();
    }

    private interface Brush {
        String apply(String padded);
    }

    private void line(StringBuilder text, List<String> cells, int[] widths, Brush brush) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var cell = Plain.fit(cells.get(i), widths[i]);
            var pad = " ".repeat(widths[i] - Plain.width(cell));
            var painted = brush.apply(cell);
            line.append(i == 0 ? "" : GAP).append(columns.get(i).right() ? pad + painted : painted + pad);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private int[] widths(int width) {
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Plain.width(columns.get(i).heading());
            for (var row : rows) {
                widths[i] = Math.max(widths[i], Plain.width(row.get(i)));
            }
        }
        int over = Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1) - width;
        while (over > 0) {
            int widest = widestShrinking(widths);
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
            over--;
        }
        return widths;
    }

    private int widestShrinking(int[] widths) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            int least = columns.get(i).least();
            if (least > 0 && widths[i] > least && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
