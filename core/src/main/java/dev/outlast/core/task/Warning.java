package dev.outlast.core.task;

import java.util.Comparator;

/// Something the user should know although the text is accepted. Places as in [Problem].
public record Warning(int line, int column, String path, String message) {
    static final Comparator<Warning> IN_FILE_ORDER =
            Comparator.comparingInt(Warning::line).thenComparingInt(Warning::column);

    /// One line for a terminal, see [Problem#render(String)].
    public String render(String fileName) {
        return Problem.render(fileName, line, column, path, message);
    }
}
