package dev.outlast.controller.api;

import dev.outlast.controller.lifecycle.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/// Statuses as a filter names them.
final class StatusNames {
    private static final List<String> KNOWN =
            Stream.of(Status.values()).map(Enum::name).toList();

    private StatusNames() {}

    /// @param text names divided by commas
    /// @return each once
    static String[] all(String text) {
        var names = new ArrayList<String>();
        for (var part : text.split(",", -1)) {
            var name = part.strip();
            if (!KNOWN.contains(name)) {
                throw RequestException.bad(
                        "status", "unknown status '" + name + "'; known: " + String.join(", ", KNOWN));
            }
            names.add(name);
        }
        return new LinkedHashSet<>(names).toArray(String[]::new);
    }
}
