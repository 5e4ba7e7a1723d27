package dev.outlast.testkit.launcher;

import java.time.Duration;
import java.util.Objects;

/// What a pretended node does once it is activated.
///
/// @param setup how long `setup` takes
/// @param setupCode its exit code; other than 0 ends the node there
/// @param run how long `run` takes; [#ENDLESS] for ever
/// @param code its exit code
/// @param output what `run` prints, all at its start
public record Script(Duration setup, int setupCode, Duration run, int code, String output) {
    public static final Duration ENDLESS = Duration.ofDays(36_500);

    public Script {
        Objects.requireNonNull(setup);
        Objects.requireNonNull(run);
        Objects.requireNonNull(output);
    }

    /// Does nothing, at once, and succeeds.
    public static Script succeeding() {
        return running(Duration.ZERO, 0);
    }

    public static Script running(Duration run, int code) {
        return new Script(Duration.ZERO, 0, run, code, "");
    }

    public static Script endless() {
        return running(ENDLESS, 0);
    }

    public static Script failingSetup(int code) {
        return new Script(Duration.ZERO, code, Duration.ZERO, 0, "");
    }

    public Script printing(String text) {
        return new Script(setup, setupCode, run, code, text);
    }

    public Script exiting(int exitCode) {
        return new Script(setup, setupCode, run, exitCode, output);
    }

    public Script withSetup(Duration duration) {
        return new Script(duration, setupCode, run, code, output);
    }
}
