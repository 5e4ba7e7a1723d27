package dev.outlast.node;

/// A file to be put on a node.
///
/// @param path absolute, or relative to where the files are put
/// @param content written as UTF-8
/// @param executable 0700 when it is, else 0600
public record NodeFile(String path, String content, boolean executable) {
    public NodeFile {
        if (path.isEmpty() || path.indexOf('\0') >= 0 || path.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("not a path: " + path);
        }
    }

    static NodeFile text(String path, String content) {
        return new NodeFile(path, content, false);
    }

    /// Contents may be secret.
    @Override
    public String toString() {
        return "NodeFile[" + path + ", " + content.length() + " characters]";
    }
}
