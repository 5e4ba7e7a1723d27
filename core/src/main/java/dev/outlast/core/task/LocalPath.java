package dev.outlast.core.task;

/// A path on the user's machine that must exist there, with the place in the YAML that named it, so that the one
/// who
/// can look (the client) can complain like the parser does.
public record LocalPath(int line, int column, String path, String source, Kind kind) {
    public enum Kind {
        FILE_OR_DIRECTORY,
        DIRECTORY
    }

    /// The problem to report if it is not there.
    public Problem missing() {
        return new Problem(
                line,
                column,
                path,
                switch (kind) {
                    case FILE_OR_DIRECTORY -> "'" + source + "' does not exist on this machine";
                    case DIRECTORY -> "'" + source + "' is not an existing directory on this machine";
                });
    }
}
