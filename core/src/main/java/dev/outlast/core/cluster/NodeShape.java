package dev.outlast.core.cluster;

import java.util.Objects;

/// What one node of an instance type has. Launchers hold it beside their offers to answer a [Demand].
///
/// @param cpus virtual CPUs
/// @param memoryGib GiB
/// @param accelerator canonical name, empty for none
/// @param acceleratorCount 0 without accelerator
public record NodeShape(double cpus, double memoryGib, String accelerator, double acceleratorCount) {
    public NodeShape {
        Objects.requireNonNull(accelerator);
        if (!(cpus > 0) || !(memoryGib > 0) || !(acceleratorCount >= 0)) {
            throw new IllegalArgumentException("cpus and memory must be above 0, accelerators at least 0: " + cpus
                    + ", " + memoryGib + ", " + acceleratorCount);
        }
        if (accelerator.isEmpty() != (acceleratorCount == 0)) {
            throw new IllegalArgumentException(
                    "an accelerator and its count go together: '" + accelerator + "' and " + acceleratorCount);
        }
    }

    /// Whether this shape, sold as `offer`, is one that `choice` asks for. A wish without accelerator is met by a
    /// node
    /// with one only when it names the instance type: nobody wants an idle GPU by accident.
    public boolean meets(Demand.Choice choice, Offer offer) {
        var named = !choice.instanceType().isEmpty();
        return choice.where().covers(offer.place())
                && (!named || choice.instanceType().equals(offer.instanceType()))
                && (choice.spot() == Demand.Spot.YES) == offer.spot()
                && choice.cpus().isMetBy(cpus)
                && choice.memoryGib().isMetBy(memoryGib)
                && meetsAccelerator(choice, named)
                && offer.pricePerHour() <= choice.maxPricePerHour();
    }

    private boolean meetsAccelerator(Demand.Choice choice, boolean named) {
        if (choice.accelerator().isEmpty()) {
            return named || accelerator.isEmpty();
        }
        return accelerator.equalsIgnoreCase(choice.accelerator())
                && Math.abs(acceleratorCount - choice.acceleratorCount()) < 0.01;
    }
}
