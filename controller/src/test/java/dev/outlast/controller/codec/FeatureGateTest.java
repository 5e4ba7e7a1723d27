package dev.outlast.controller.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Phase;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A version of the future, in which being drained is new, does not write it while others cannot read it.
final class FeatureGateTest {
    private final FeatureGate gate = new FeatureGate(FeatureGateTest::ofTheFuture);

    private static int ofTheFuture(JobState state) {
        return state.tasks().stream().anyMatch(t -> t.phase() instanceof Phase.Draining) ? 2 : 1;
    }

    private static List<JobState> samples(boolean drained) {
        return SampleStates.all().values().stream()
                .filter(s -> (ofTheFuture(s) == 2) == drained)
                .toList();
    }

    @Test
    void whatOthersCannotReadIsNotWritten() {
        assertThat(samples(true)).isNotEmpty();
        for (var state : samples(true)) {
            assertThatThrownBy(() -> gate.checked(state))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("feature level 2, and the installation is at 1")
                    .hasMessageContaining("outlast upgrade finalize");
        }
        samples(false).forEach(state -> assertThat(gate.checked(state)).isSameAs(state));
    }

    @Test
    void itIsFromTheEndOfTheUpgradeOn() {
        gate.set(2);
        samples(true).forEach(state -> assertThat(gate.checked(state)).isSameAs(state));
    }

    @Test
    void thisVersionWritesNothingThatItDoesNotKnow() {
        SampleStates.all()
                .values()
                .forEach(state -> assertThat(FeatureLevel.of(state)).isLessThanOrEqualTo(StateCodec.FEATURE_LEVEL));
    }
}
