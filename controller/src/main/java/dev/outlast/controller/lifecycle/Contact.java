package dev.outlast.controller.lifecycle;

import java.time.Instant;
import java.util.Objects;

/// Whether the cluster of a live attempt can be seen. Silence is not death: a job out of contact is shown DEGRADED.
public sealed interface Contact {
    record Good() implements Contact {}

    record Lost(Instant since, String detail) implements Contact {
        public Lost {
            Objects.requireNonNull(since);
            Objects.requireNonNull(detail);
        }
    }
}
