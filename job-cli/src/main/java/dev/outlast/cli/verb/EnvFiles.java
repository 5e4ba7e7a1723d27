package dev.outlast.cli.verb;

import dev.outlast.cli.CommandException;
import dev.outlast.cli.ExitCode;
import dev.outlast.cli.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Files of `NAME=VALUE` lines: comments, `export`, and quotes around a whole value are understood; nothing is
/// expanded.
record EnvFiles(Shell shell) {
    Map<String, String> read(String path) {
        try {
            var variables = new LinkedHashMap<String, String>();
            int number = 0;
            for (var line : Files.readAllLines(shell.directory().resolve(path))) {
                number++;
                var text = line.strip();
                if (text.isEmpty() || text.startsWith("#")) {
                    continue;
                }
                text = text.startsWith("export ") ? text.substring(7).strip() : text;
                int equals = text.indexOf('=');
                if (equals < 1) {
                    throw new CommandException(ExitCode.USAGE, path + ":" + number + ": expected NAME=VALUE");
                }
                variables.put(
                        text.substring(0, equals).strip(),
                        unquoted(text.substring(equals + 1).strip()));
            }
            return variables;
        } catch (IOException unreadable) {
            throw new CommandException(ExitCode.USAGE, "cannot read " + path);
        }
    }

    /// The variable of this process.
    @Nullable
    String here(String name) {
        return shell.env().get(name);
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && (value.startsWith("\"") || value.startsWith("'"))
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
