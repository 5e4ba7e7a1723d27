package dev.outlast.cli.show;

import dev.outlast.cli.Session;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// How wide a table may be.
public final class TerminalWidth {
    private static final int DEFAULT = 80;
    private static final int LEAST = 40;

    private TerminalWidth() {}

    /// `COLUMNS`, else what the terminal says, else 80.
    public static int of(Session session) {
        int given = number(session.variable("COLUMNS"));
        if (given == 0 && session.outIsTerminal()) {
            given = asked();
        }
        return given == 0 ? DEFAULT : Math.max(given, LEAST);
    }

    private static int asked() {
        try {
            var stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            int space = said.indexOf(' ');
            return space < 0 ? 0 : number(said.substring(space + 1));
        } catch (IOException none) {
            return 0;
        }
    }

    private static int number(String text) {
        try {
            return Math.max(0, Integer.parseInt(text));
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
