package dev.outlast.core.task;

import java.util.List;
import java.util.stream.Stream;

/// The machines a task may run on.
public sealed interface ResourceChoice {
    /// One wish; its accelerators may still name alternatives.
    record Single(ResourceSpec spec) implements ResourceChoice {}

    /// Whichever is cheapest.
    record AnyOf(List<ResourceSpec> specs) implements ResourceChoice {
        public AnyOf {
            specs = List.copyOf(specs);
        }
    }

    /// Strictly in this order.
    record Ordered(List<ResourceSpec> specs) implements ResourceChoice {
        public Ordered {
            specs = List.copyOf(specs);
        }
    }

    /// Any machine will do.
    static ResourceChoice any() {
        return new Single(ResourceSpec.ANY);
    }

    /// Every wish as written, in the order written.
    default List<ResourceSpec> specs() {
        return switch (this) {
            case Single(ResourceSpec spec) -> List.of(spec);
            case AnyOf any -> any.specs;
            case Ordered ordered -> ordered.specs;
        };
    }

    /// Whether the [#candidates()] are to be tried strictly in their order rather than cheapest first.
    default boolean inOrder() {
        return switch (this) {
            case Single(ResourceSpec spec) -> spec.accelerators().ordered();
            case AnyOf _ -> false;
            case Ordered _ -> true;
        };
    }

    /// Every wish with at most one kind of accelerator each, without repetition, in the order written.
    default List<ResourceSpec> candidates() {
        return specs().stream().flatMap(ResourceChoice::apart).distinct().toList();
    }

    private static Stream<ResourceSpec> apart(ResourceSpec spec) {
        var alternatives = spec.accelerators().alternatives();
        return alternatives.size() < 2
                ? Stream.of(spec)
                : alternatives.stream().map(one -> spec.withAccelerators(Accelerators.of(one)));
    }
}
