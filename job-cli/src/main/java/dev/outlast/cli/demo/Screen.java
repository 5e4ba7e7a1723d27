package dev.outlast.cli.demo;

import java.io.PrintWriter;
import java.util.Objects;

/// Where the demo is shown. On a terminal the last line may be one that is drawn again and again; elsewhere it is
/// printed once in a while.
final class Screen {
    private static final int PERCENT_BETWEEN = 10;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean terminal;
    private int shownPercent = -1;
    private boolean drawn;

    Screen(PrintWriter out, boolean terminal) {
        this.out = Objects.requireNonNull(out);
        this.terminal = terminal;
    }

    void say(String line) {
        clear();
        out.println(line);
        out.flush();
    }

    /// @param beside stands after the bar
    void show(Progress progress, String beside) {
        var line = "   " + progress.bar() + beside;
        if (terminal) {
            out.print(CLEAR_LINE + line);
            out.flush();
            drawn = true;
            return;
        }
        var tenth = progress.percent() / PERCENT_BETWEEN * PERCENT_BETWEEN;
        if (tenth != shownPercent) {
            shownPercent = tenth;
            out.println(line);
            out.flush();
        }
    }

    /// Leaves the bar where it is, and goes on below.
    void keep() {
        if (drawn) {
            out.println();
            drawn = false;
        }
    }

    private void clear() {
        if (drawn) {
            out.print(CLEAR_LINE);
            drawn = false;
        }
    }
}
