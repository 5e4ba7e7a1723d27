package dev.outlast.controller.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Someone sets the clock of the machine: no limit fires, and none is put off.
class EngineClockTest {
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final AtomicReference<Instant> wall = new AtomicReference<>(NOON);
    private final AtomicLong nanos = new AtomicLong(-5);
    private final EngineClock clock = new EngineClock(wall::get, nanos::get);

    @Test
    void aStepOfTheWallClockIsNotNoticed() {
        nanos.addAndGet(Duration.ofSeconds(3).toNanos());
        wall.set(NOON.plus(Duration.ofHours(1)));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
        wall.set(NOON.minus(Duration.ofHours(1)));
        assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(3));
    }

    @Test
    void theMonotonicClockMayBeginAnywhere() {
        nanos.set(Long.MAX_VALUE);
        var late = new EngineClock(wall::get, nanos::get);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(late.instant()).isEqualTo(NOON.plusSeconds(2));
    }
}
