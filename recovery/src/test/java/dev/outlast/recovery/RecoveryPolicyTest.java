package dev.outlast.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.recovery.RecoveryPolicy.Restart;
import dev.outlast.recovery.RecoveryPolicy.Strategy;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecoveryPolicyTest {
    private static final RecoveryPolicy POLICY = new RecoveryPolicy(Strategy.FAILOVER, 2, Set.of(3));

    @Test
    void errorsAreRestartedUntilTheBudgetIsSpent() {
        assertThat(POLICY.restart(1, 0)).isEqualTo(Restart.COUNTED);
        assertThat(POLICY.restart(1, 1)).isEqualTo(Restart.COUNTED);
        assertThat(POLICY.restart(1, 2)).isEqualTo(Restart.NO);
    }

    @Test
    void namedCodesAreNeverCounted() {
        assertThat(POLICY.restart(3, 2)).isEqualTo(Restart.UNCOUNTED);
    }

    @Test
    void byDefaultNothingIsRestarted() {
        assertThat(RecoveryPolicy.DEFAULT.restart(1, 0)).isEqualTo(Restart.NO);
    }

    @Test
    void aNegativeBudgetIsRefused() {
        assertThatThrownBy(() -> new RecoveryPolicy(Strategy.FAILOVER, -1, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max_restarts_on_errors");
    }
}
