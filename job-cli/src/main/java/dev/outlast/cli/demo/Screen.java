package dev.outlast.cli.demo;

import dev.outlast.cli.Shell;
import dev.outlast.cli.text.Plain;
import dev.outlast.cli.text.Style;
import java.util.List;

/// Lines that stay, and below them bars that move. Where no person looks, bars are lines now and then.
final class Screen {
    private static final int PLAIN_STEPS = 5;

    private final Shell shell;
    private final boolean moving;
    private int drawn;
    private String lastPlain = "";

    Screen(Shell shell) {
        this.shell = shell;
        this.moving =
                shell.outIsTerminal() && !shell.variable("TERM").orElse("").equals("dumb");
    }

    void title(String text) {
        line(shell.colours() ? Style.BOLD.paint(text) : text);
    }

    void line(String text) {
        clear();
        shell.out().println(text);
        shell.out().flush();
    }

    void blank() {
        line("");
    }

    void bars(List<Watch> watches) {
        if (moving) {
            clear();
            watches.forEach(watch -> shell.out().println(Plain.cut(bar(watch), shell.width() - 1)));
            drawn = watches.size();
            shell.out().flush();
            return;
        }
        var now = new StringBuilder();
        watches.forEach(watch -> now.append(watch.percent() * PLAIN_STEPS / 100).append(' '));
        if (!now.toString().equals(lastPlain)) {
            lastPlain = now.toString();
            watches.forEach(watch -> shell.out().println(bar(watch)));
            shell.out().flush();
        }
    }

    private void clear() {
        if (drawn > 0) {
            shell.out().print("\u001b[" + drawn + "F\u001b[J");
            drawn = 0;
        }
    }

    private static String bar(Watch watch) {
        int width = 30;
        int full = watch.percent() * width / 100;
        var steps = watch.total() == 0
                ? "waiting for its first step"
                : "step " + watch.step() + "/" + watch.total() + "  loss " + watch.loss();
        return String.format("  %-12s [%s%s] %s", watch.name(), "#".repeat(full), ".".repeat(width - full), steps);
    }
}
