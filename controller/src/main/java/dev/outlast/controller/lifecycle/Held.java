package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.ClusterHandle;
import java.util.Objects;

/// How a cluster that must be released is known.
public sealed interface Held {
    record ByHandle(ClusterHandle handle) implements Held {
        public ByHandle {
            Objects.requireNonNull(handle);
        }
    }

    /// The answer of its launch never came: find before release.
    record ByToken() implements Held {}
}
