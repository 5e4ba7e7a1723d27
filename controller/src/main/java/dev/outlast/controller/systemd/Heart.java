package dev.outlast.controller.systemd;

import java.util.Objects;
import java.util.function.LongSupplier;

/// Whether what is watched still moves. It may be idle for long, so it is nudged each time, and must have moved by the
/// next.
final class Heart {
    private final LongSupplier progress;
    private final Runnable nudge;
    private long last;

    /// @param progress grows as long as it gets on
    /// @param nudge lets something idle take a step; returns at once
    Heart(LongSupplier progress, Runnable nudge) {
        this.progress = Objects.requireNonNull(progress);
        this.nudge = Objects.requireNonNull(nudge);
        this.last = progress.getAsLong() - 1;
    }

    /// Whether it moved since it was asked last.
    boolean beats() {
        var now = progress.getAsLong();
        var moved = now != last;
        last = now;
        nudge.run();
        return moved;
    }
}
