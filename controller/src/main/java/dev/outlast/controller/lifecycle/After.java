package dev.outlast.controller.lifecycle;

import dev.outlast.core.job.Fault;
import java.util.Objects;

/// What follows once a cluster is released.
public sealed interface After {
    /// Another attempt.
    record Retry(Fault fault, String detail) implements After {
        public Retry {
            Objects.requireNonNull(fault);
            Objects.requireNonNull(detail);
        }
    }

    record End(Outcome outcome) implements After {
        public End {
            Objects.requireNonNull(outcome);
        }
    }
}
