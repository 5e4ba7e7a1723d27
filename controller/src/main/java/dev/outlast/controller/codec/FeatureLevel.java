package dev.outlast.controller.codec;

import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;

/// From which `feature_level` of the leader row on a state may be written. A new variant is written only when every
/// controller that may have to read it knows it: after `outlast upgrade finalize`.
public final class FeatureLevel {
    /// So that a test can have a controller that is older or newer than it is.
    private static final String OF_A_TEST = "outlast.test.feature_level";

    private FeatureLevel() {}

    /// Up to which level this controller knows every variant.
    public static int known() {
        return Math.max(1, Integer.getInteger(OF_A_TEST, StateCodec.FEATURE_LEVEL));
    }

    /// The least level at which all of this may be written. Whoever adds a variant says here which it is.
    public static int of(JobState state) {
        return state.tasks().stream().mapToInt(FeatureLevel::of).max().orElse(1);
    }

    private static int of(TaskState task) {
        return switch (task.phase()) {
            case Phase.Releasing s -> of(s.after());
            case Phase.Draining s -> of(s.after());
            case Phase.Ended s -> of(s.outcome());
            case Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Placing _,
                    Phase.Launching _,
                    Phase.Activating _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Backoff _ -> 1;
        };
    }

    private static int of(After after) {
        return switch (after) {
            case After.End s -> of(s.outcome());
            case After.Retry _ -> 1;
        };
    }

    private static int of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded _, Outcome.Failed _, Outcome.Cancelled _ -> 1;
        };
    }
}
