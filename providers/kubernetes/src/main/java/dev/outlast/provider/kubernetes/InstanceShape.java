package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.NodeShape;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/// What one pod asks of a node, written as an instance type: `4CPU--16GB--H100:1`.
///
/// @param memoryGib GiB
/// @param accelerator empty for none
/// @param count of the accelerator
record InstanceShape(double cpus, double memoryGib, String accelerator, int count) {
    private static final Pattern NAME =
            Pattern.compile("([0-9.]{1,12})CPU--([0-9.]{1,12})GB(?:--([A-Za-z0-9][A-Za-z0-9_.-]*):([0-9]{1,4}))?");
    private static final double CPUS = 2;
    private static final double CPUS_PER_ACCELERATOR = 4;
    private static final double GIB_PER_CPU = 4;

    InstanceShape {
        Objects.requireNonNull(accelerator);
    }

    static Optional<InstanceShape> parse(String instanceType) {
        var found = NAME.matcher(instanceType);
        if (!found.matches()) {
            return Optional.empty();
        }
        try {
            var shape = new InstanceShape(
                    Double.parseDouble(found.group(1)),
                    Double.parseDouble(found.group(2)),
                    Objects.requireNonNullElse(found.group(3), ""),
                    Integer.parseInt(Objects.requireNonNullElse(found.group(4), "0")));
            var whole = shape.accelerator.isEmpty() == (shape.count == 0);
            return shape.cpus > 0 && shape.memoryGib > 0 && whole ? Optional.of(shape) : Optional.empty();
        } catch (NumberFormatException twoDots) {
            return Optional.empty();
        }
    }

    /// The smallest one that satisfies the choice; empty when no pod can.
    static Optional<InstanceShape> fitting(Demand.Choice choice) {
        if (!choice.instanceType().isEmpty()) {
            return parse(choice.instanceType());
        }
        var count = (int) Math.round(choice.acceleratorCount());
        if (Math.abs(count - choice.acceleratorCount()) > 0.01) {
            return Optional.empty();
        }
        var cpus =
                choice.cpus().amount() > 0 ? choice.cpus().amount() : count > 0 ? count * CPUS_PER_ACCELERATOR : CPUS;
        var memory = choice.memoryGib().amount() > 0 ? choice.memoryGib().amount() : cpus * GIB_PER_CPU;
        return Optional.of(new InstanceShape(cpus, memory, choice.accelerator(), count));
    }

    NodeShape node() {
        return new NodeShape(cpus, memoryGib, accelerator, count);
    }

    String name() {
        return Amounts.text(cpus) + "CPU--" + Amounts.text(memoryGib) + "GB"
                + (count == 0 ? "" : "--" + accelerator + ":" + count);
    }

    long milliCpus() {
        return Math.round(cpus * 1000);
    }

    long memoryMib() {
        return Math.max(1, Math.round(memoryGib * 1024));
    }
}
