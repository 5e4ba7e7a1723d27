package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.logs.pump.PullPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFollowTest {
    private static final PullPolicy POLICY = PullPolicy.DEFAULT;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final LogFollow follow =
            new LogFollow("job 1", new Paced(), new ClusterHandle("fake", 1, "c"), 1, _ -> List.of(), System::nanoTime);

    @Test
    void whatIsQuietWaitsForItsShareOfThePace() {
        assertThat(follow.wait(POLICY, IDLE, false, 0, 100)).isEqualTo(Duration.ofSeconds(5));
        assertThat(follow.wait(POLICY, IDLE, false, 1, 100)).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aReleaseThatIsOwedBringsTheRestByItself() {
        follow.ending();

        assertThat(follow.wait(POLICY, IDLE, false, 1, 1)).isGreaterThan(Duration.ofMinutes(1));
    }

    @Test
    void whoWatchesSeesTheEndBeforeTheRelease() {
        follow.ending();

        assertThat(follow.wait(POLICY, IDLE, true, 0, 1_000)).isEqualTo(POLICY.fastest());
    }

    private static final class Paced implements LogAccess {
        @Override
        public byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) {
            return new byte[0];
        }

        @Override
        public Duration pace() {
            return Duration.ofMillis(50);
        }
    }
}
