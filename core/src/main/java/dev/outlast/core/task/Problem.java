package dev.outlast.core.task;

import java.util.Comparator;

/// Why a text is refused. `line` and `column` count from 1; both are 0 when the cause is an option of the
/// command, in
/// which case `path` is that option. `path` looks like `resources.any_of[1].accelerators`.
public record Problem(int line, int column, String path, String message) {
    static final Comparator<Problem> IN_FILE_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    /// One line for a terminal: `train.yaml:12:5: resources.cpu: unknown key; did you mean 'cpus'?`.
    public String render(String fileName) {
        return render(fileName, line, column, path, message);
    }

    static String render(String fileName, int line, int column, String path, String message) {
        var place = line == 0 ? "" : fileName + ":" + line + ":" + column + ": ";
        return place + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
