package dev.outlast.core.task;

import java.util.List;

/// The accelerators a node may have: one of `alternatives`, tried in the order given if `ordered`, else cheapest
/// first.
/// No alternatives: none are asked for.
public record Accelerators(List<AcceleratorDemand> alternatives, boolean ordered) {
    public static final Accelerators NONE = new Accelerators(List.of(), false);

    public Accelerators {
        alternatives = List.copyOf(alternatives);
    }

    /// Exactly this one.
    public static Accelerators of(AcceleratorDemand only) {
        return new Accelerators(List.of(only), false);
    }

    public boolean isNone() {
        return alternatives.isEmpty();
    }
}
