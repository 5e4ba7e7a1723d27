package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreWatchTest {
    private final AtomicLong seconds = new AtomicLong(100);
    private final AtomicBoolean away = new AtomicBoolean();
    private final StoreWatch watch = new StoreWatch(
            this::ask,
            Duration.ofSeconds(15),
            () -> Duration.ofSeconds(seconds.get()).toNanos());

    private void ask() throws StoreException {
        if (away.get()) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "no route");
        }
    }

    @Test
    void aStoreThatIsAwayForTooLongIsLost() {
        seconds.addAndGet(60);
        assertThat(watch.isLost()).isFalse();
        away.set(true);
        seconds.addAndGet(15);
        assertThat(watch.isLost()).isFalse();
        seconds.addAndGet(1);
        assertThat(watch.isLost()).isTrue();
    }

    @Test
    void oneThatComesBackInTimeIsNot() {
        away.set(true);
        seconds.addAndGet(14);
        assertThat(watch.isLost()).isFalse();
        away.set(false);
        assertThat(watch.isLost()).isFalse();
        away.set(true);
        seconds.addAndGet(14);
        assertThat(watch.isLost()).isFalse();
    }
}
