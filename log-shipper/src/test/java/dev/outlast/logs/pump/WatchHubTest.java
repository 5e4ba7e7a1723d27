package dev.outlast.logs.pump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchHubTest {
    private static final JobId JOB = new JobId(1);
    private static final Duration LONG = Duration.ofMinutes(5);

    private final WatchHub hub = new WatchHub();

    @Test
    void knowsWhoIsWatched() {
        assertThat(hub.isWatched(JOB)).isFalse();
        try (var first = hub.watch(JOB)) {
            hub.signal(JOB);
            try (var second = hub.watch(JOB)) {
                assertThat(second.version()).isEqualTo(first.version());
            }
            assertThat(hub.isWatched(JOB)).isTrue();
            assertThat(hub.isWatched(new JobId(2))).isFalse();
        }
        assertThat(hub.isWatched(JOB)).isFalse();
    }

    @Test
    void aSignalBeforeTheWaitIsNotMissed() throws InterruptedException {
        try (var watch = hub.watch(JOB)) {
            var before = watch.version();
            hub.signal(JOB);
            assertThat(watch.await(before, LONG)).isEqualTo(before + 1);
        }
    }

    @Test
    void whoPullsHearsOfWatchersAndIsWoken() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var ring : List.<Runnable>of(() -> hub.watch(JOB).close(), () -> hub.wake(JOB))) {
                var puller = threads.submit(() -> {
                    hub.awaitInterest(JOB, false, LONG);
                    return true;
                });
                // Until it waits nobody hears the bell.
                while (!puller.isDone()) {
                    hub.wake(new JobId(2));
                    ring.run();
                    Thread.onSpinWait();
                }
                assertThat(puller.get()).isTrue();
            }
        }
        hub.awaitInterest(JOB, false, Duration.ofNanos(1));
        hub.awaitInterest(JOB, true, LONG);
        try (var _ = hub.watch(JOB)) {
            hub.awaitInterest(JOB, false, LONG);
        }
    }

    @Test
    void theTimePasses() throws InterruptedException {
        try (var watch = hub.watch(JOB)) {
            hub.signal(new JobId(2));
            assertThat(watch.await(watch.version(), Duration.ZERO)).isEqualTo(watch.version());
            assertThat(watch.await(watch.version(), Duration.ofNanos(1))).isEqualTo(watch.version());
        }
    }

    @Test
    void manyReadersSeeEverySignal() throws Exception {
        var readers = 200;
        var signals = 50L;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ready = new CountDownLatch(readers);
            var waits = new ArrayList<Future<Long>>();
            for (int reader = 0; reader < readers; reader++) {
                waits.add(threads.submit(() -> {
                    try (var watch = hub.watch(JOB)) {
                        ready.countDown();
                        var version = 0L;
                        while (version < signals) {
                            version = watch.await(version, LONG);
                        }
                        return version;
                    }
                }));
            }
            assertThat(ready.await(20, TimeUnit.SECONDS)).isTrue();
            for (int signal = 0; signal < signals; signal++) {
                hub.signal(JOB);
            }
            for (var wait : waits) {
                assertThat(wait.get()).isEqualTo(signals);
            }
        }
        assertThat(hub.isWatched(JOB)).isFalse();
    }
}
