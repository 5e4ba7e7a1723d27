package dev.outlast.core.task;

import java.time.Duration;

/// When an idle cluster should stop. Read so that files made for clusters load; a managed job's cluster is released
/// when its attempt ends, whatever this says. `idle` is zero when not given.
public record Autostop(boolean wanted, Duration idle, boolean down, String waitFor, String hook, Duration hookTimeout) {
    public static final Autostop NONE = new Autostop(false, Duration.ZERO, false, "", "", Duration.ZERO);
}
