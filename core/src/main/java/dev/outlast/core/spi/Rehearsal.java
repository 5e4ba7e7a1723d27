package dev.outlast.core.spi;

import java.util.List;
import java.util.Map;

/// Optional power of a [Launcher]: faults on command, for demos and tests.
public interface Rehearsal {
    /// One fault that can be asked for.
    ///
    /// @param arguments names of its arguments, in order
    record Verb(String name, List<String> arguments, String help) {
        public Verb {
            arguments = List.copyOf(arguments);
        }
    }

    List<Verb> verbs();

    /// Performs it and says what was done.
    ///
    /// @throws IllegalArgumentException on an unknown verb or a missing or wrong argument
    /// @throws LauncherException when there is nothing to do it to
    String perform(String verb, Map<String, String> arguments) throws LauncherException;
}
