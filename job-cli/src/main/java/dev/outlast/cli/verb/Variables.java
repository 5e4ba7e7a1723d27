package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import dev.outlast.cli.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Variables given on the command line, those of files first. Values appear in no message: they may be secrets.
final class Variables {
    private Variables() {}

    static Map<String, String> of(Session session, String option, List<String> files, List<String> given)
            throws CommandFailure, IOException {
        var variables = new LinkedHashMap<String, String>();
        for (var file : files) {
            variables.putAll(read(session, option + "-file", file));
        }
        for (var text : given) {
            int equals = text.indexOf('=');
            if (equals == 0) {
                throw CommandFailure.usage(option + ": a name is missing before '='");
            }
            if (equals > 0) {
                variables.put(text.substring(0, equals), text.substring(equals + 1));
            } else if (session.environment().containsKey(text)) {
                variables.put(text, session.variable(text));
            } else {
                throw CommandFailure.usage(option + " " + text + ": there is no such variable here to take it from");
            }
        }
        return variables;
    }

    private static Map<String, String> read(Session session, String option, String file)
            throws CommandFailure, IOException {
        var path = session.folder().resolve(file);
        if (!Files.isRegularFile(path)) {
            throw CommandFailure.usage(option + ": '" + file + "' is not an existing file");
        }
        var variables = new LinkedHashMap<String, String>();
        int number = 0;
        for (var line : Files.readAllLines(path)) {
            number++;
            var text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            text = text.startsWith("export ") ? text.substring(7).strip() : text;
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw CommandFailure.usage(file + ":" + number + ": expected K=V");
            }
            variables.put(
                    text.substring(0, equals).strip(),
                    value(text.substring(equals + 1).strip()));
        }
        return variables;
    }

    /// Without the quotes around it; unquoted, it ends where a comment begins.
    private static String value(String text) {
        if (text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"))) {
            int end = text.lastIndexOf(text.charAt(0));
            if (end > 0) {
                return text.substring(1, end);
            }
        }
        int comment = text.indexOf(" #");
        return comment < 0 ? text : text.substring(0, comment).strip();
    }
}
