package dev.outlast.controller.codec;

import dev.outlast.controller.lifecycle.JobState;
import java.util.Objects;

/// A state as it was read, with what this version did not understand of it.
public record Decoded(JobState state, Unknown unknown) {
    public Decoded {
        Objects.requireNonNull(state);
        Objects.requireNonNull(unknown);
    }
}
