package dev.outlast.logs.pump;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PullPolicyTest {
    private final PullPolicy policy = PullPolicy.DEFAULT;

    @Test
    void isFastWhileSomebodyWatchesOrItPrints() {
        assertThat(policy.next(Duration.ofHours(1), true, false)).isEqualTo(Duration.ofMillis(200));
        assertThat(policy.next(Duration.ofHours(1), false, true)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void slowsDownWithTheSilenceAndStopsAtTwoSeconds() {
        var last = Duration.ZERO;
        for (int idle = 0; idle < 20_000; idle += 50) {
            var next = policy.next(Duration.ofMillis(idle), false, false);
            assertThat(next).isGreaterThanOrEqualTo(last).isBetween(Duration.ofMillis(200), Duration.ofSeconds(2));
            last = next;
        }
        assertThat(last).isEqualTo(Duration.ofSeconds(2));
        assertThat(policy.next(Duration.ofSeconds(Long.MAX_VALUE), false, false))
                .isEqualTo(Duration.ofSeconds(2));
    }

    /// Bytes become durable 0.5 s after they came, at the first pull from then on: within a second of coming.
    @Test
    void pullsOftenEnoughToSyncWithinASecond() {
        var idle = Duration.ZERO;
        while (idle.compareTo(Duration.ofMillis(500)) < 0) {
            idle = idle.plus(policy.next(idle, false, idle.isZero()));
        }
        assertThat(idle).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void aClockThatStepsBackIsNoSilence() {
        assertThat(policy.next(Duration.ofHours(-1), false, false)).isEqualTo(Duration.ofMillis(200));
    }
}
