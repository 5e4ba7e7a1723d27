package dev.outlast.controller.codec;

import dev.outlast.controller.lifecycle.JobState;
import java.util.Objects;
import java.util.function.ToIntFunction;

/// Nothing above the installation's feature level is written: an older controller that leads next could not read it.
public final class FeatureGate {
    private final ToIntFunction<JobState> needs;
    private volatile int level = 1;

    public FeatureGate() {
        this(FeatureLevel::of);
    }

    /// @param needs the least level at which a state may be written
    FeatureGate(ToIntFunction<JobState> needs) {
        this.needs = Objects.requireNonNull(needs);
    }

    /// What the leader row says.
    public void set(int featureLevel) {
        level = featureLevel;
    }

    /// @throws IllegalStateException it must not be written yet; the engine sets the job aside
    public JobState checked(JobState state) {
        var needed = needs.applyAsInt(state);
        if (needed > level) {
            throw new IllegalStateException("this state is of feature level " + needed + ", and the installation is at "
                    + level + ": a decision was made that waits for `outlast upgrade finalize`");
        }
        return state;
    }
}
