package dev.outlast.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class BackoffPolicyTest {
    private static final BackoffPolicy POLICY =
            new BackoffPolicy(Duration.ofSeconds(10), 2, Duration.ofMinutes(5), 0.4);

    @Test
    void theFirstFailureIsTriedAgainAtOnce() {
        assertThat(POLICY.delay(1, 0.5)).isZero();
        assertThat(POLICY.delay(0, 0.5)).isZero();
    }

    @Test
    void eachFurtherFailureWaitsLonger() {
        assertThat(POLICY.delay(2, 0.5)).isEqualTo(Duration.ofSeconds(10));
        assertThat(POLICY.delay(3, 0.5)).isEqualTo(Duration.ofSeconds(20));
        assertThat(POLICY.delay(4, 0.5)).isEqualTo(Duration.ofSeconds(40));
    }

    @Test
    void theCapHoldsForAnyNumberOfFailures() {
        assertThat(POLICY.delay(Integer.MAX_VALUE, 0.5)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void jitterSpreadsBothWays() {
        assertThat(POLICY.delay(2, 0)).isEqualTo(Duration.ofSeconds(6));
        assertThat(POLICY.delay(2, 1)).isEqualTo(Duration.ofSeconds(14));
    }

    @Test
    void aPauseIsNeverZeroUnlessThereIsNoBackOff() {
        assertThat(POLICY.pause(0, 0.5)).isZero();
        assertThat(POLICY.pause(1, 0)).isPositive();
        assertThat(BackoffPolicy.NONE.pause(9, 1)).isZero();
    }
}
