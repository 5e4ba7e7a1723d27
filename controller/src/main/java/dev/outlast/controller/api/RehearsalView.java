package dev.outlast.controller.api;

import dev.outlast.core.spi.Rehearsal;
import java.util.List;
import java.util.Objects;

/// The faults that one provider can be asked for.
public record RehearsalView(String provider, List<Rehearsal.Verb> verbs) {
    public RehearsalView {
        Objects.requireNonNull(provider);
        verbs = List.copyOf(verbs);
    }
}
