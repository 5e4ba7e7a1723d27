package dev.outlast.provider.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Time that passes when told to.
final class ManualClock implements InstantSource {
    private volatile Instant now = InstantSource.system().instant();

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
