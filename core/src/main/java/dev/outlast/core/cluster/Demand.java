package dev.outlast.core.cluster;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What one cluster must be. A launcher answers it with priced offers.
///
/// @param nodes how many nodes, at least 1, made and released together
/// @param choices alternatives; one of them must be met
/// @param ordered whether the choices are strictly in order of preference, else the cheapest offer wins
/// @param needs what a launcher must be able to do; who cannot is not asked
public record Demand(int nodes, List<Choice> choices, boolean ordered, Set<Capability> needs) {
    public Demand {
        choices = List.copyOf(choices);
        needs = Set.copyOf(needs);
        if (nodes < 1 || choices.isEmpty()) {
            throw new IllegalArgumentException(
                    "at least one node and one choice, got " + nodes + " and " + choices.size());
        }
    }

    public Demand(int nodes, List<Choice> choices, boolean ordered) {
        this(nodes, choices, ordered, Set.of());
    }

    /// Just this one of its choices.
    public Demand only(Choice choice) {
        return new Demand(nodes, List.of(choice), false, needs);
    }

    /// One acceptable kind of node.
    ///
    /// @param where pinned provider, region and zone; empty parts are free
    /// @param cpus virtual CPUs per node
    /// @param memoryGib GiB per node
    /// @param accelerator canonical name, empty for none
    /// @param acceleratorCount per node, 0 without accelerator
    /// @param instanceType exact instance type, empty for any
    /// @param maxPricePerHour US dollars per node and hour, infinite for no ceiling
    public record Choice(
            Place where,
            Quantity cpus,
            Quantity memoryGib,
            String accelerator,
            double acceleratorCount,
            String instanceType,
            Spot spot,
            double maxPricePerHour) {
        public Choice {
            Objects.requireNonNull(where);
            Objects.requireNonNull(cpus);
            Objects.requireNonNull(memoryGib);
            Objects.requireNonNull(accelerator);
            Objects.requireNonNull(instanceType);
            Objects.requireNonNull(spot);
        }
    }

    /// Spot wish: an unspecified wish is met by on-demand only, as users of the task language expect.
    public enum Spot {
        YES,
        NO
    }

    /// Whether the user pinned a region or zone in every choice, so that there is nowhere else to go.
    public boolean pinsRegion() {
        return choices.stream().noneMatch(c -> c.where().region().isEmpty());
    }
}
