package dev.outlast.controller.lifecycle;

import dev.outlast.core.job.Fault;
import java.util.Objects;

/// How a task ended. Never changes, whatever becomes of the clean-up.
public sealed interface Outcome {
    record Succeeded() implements Outcome {}

    /// @param detail one sentence for people
    record Failed(Fault fault, String detail) implements Outcome {
        public Failed {
            Objects.requireNonNull(fault);
            Objects.requireNonNull(detail);
        }
    }

    /// @param by who asked, or which task of the pipeline ended it
    record Cancelled(String by) implements Outcome {
        public Cancelled {
            Objects.requireNonNull(by);
        }
    }
}
