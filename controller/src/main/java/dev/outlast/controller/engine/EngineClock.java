package dev.outlast.controller.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/// Engine time: anchored once, advanced by the monotonic clock. A step of the wall clock fires nothing.
public final class EngineClock implements InstantSource {
    private final Instant anchor;
    private final long anchorNanos;
    private final LongSupplier nanos;

    /// @param wall read once
    /// @param nanos a monotonic source, as `System::nanoTime`
    public EngineClock(InstantSource wall, LongSupplier nanos) {
        this.anchor = wall.instant();
        this.nanos = nanos;
        this.anchorNanos = nanos.getAsLong();
    }

    @Override
    public Instant instant() {
        return anchor.plusNanos(nanos.getAsLong() - anchorNanos);
    }
}
