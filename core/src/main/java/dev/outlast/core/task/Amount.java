package dev.outlast.core.task;

/// A wish for CPUs or for memory. Values are finite and above zero; the unit (CPUs or GB) belongs to the field.
public sealed interface Amount {
    /// No wish.
    record Any() implements Amount {}

    /// Just this much.
    record Exactly(double value) implements Amount {}

    /// This much or more.
    record AtLeast(double value) implements Amount {}

    /// No wish. (A method: a constant here could deadlock the initialisation of this type and its record.)
    static Amount any() {
        return new Any();
    }

    /// Whether a machine with `offered` units will do.
    default boolean fits(double offered) {
        return switch (this) {
            case Any _ -> true;
            case Exactly(double value) -> Double.compare(offered, value) == 0;
            case AtLeast(double value) -> offered >= value;
        };
    }
}
