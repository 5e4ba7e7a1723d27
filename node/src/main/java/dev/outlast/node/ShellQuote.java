package dev.outlast.node;

import java.util.Map;
import java.util.regex.Pattern;

/// The one place where text becomes shell text.
public final class ShellQuote {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private ShellQuote() {}

    /// One shell word that stands for exactly this text.
    ///
    /// @throws IllegalArgumentException when the text holds a NUL, which no process can be given
    public static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL cannot be passed to a process");
        }
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /// Lines `export NAME='value'`, to be read by a shell.
    ///
    /// @throws IllegalArgumentException when a name is none, or a value holds a NUL; no value is ever told
    public static String exports(Map<String, String> variables) {
        var lines = new StringBuilder();
        variables.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not a name of an environment variable: " + quote(name));
            }
            lines.append("export ")
                    .append(name)
                    .append('=')
                    .append(quote(value))
                    .append('\n');
        });
        return lines.toString();
    }
}
