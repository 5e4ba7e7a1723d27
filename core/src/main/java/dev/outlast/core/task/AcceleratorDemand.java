package dev.outlast.core.task;

/// One kind of accelerator and how many of it each node needs (above zero; a fraction asks for a share of one).
public sealed interface AcceleratorDemand {
    double count();

    /// By name, in canonical spelling where the name is known.
    record Named(String name, double count) implements AcceleratorDemand {}

    /// Any device with this much memory in GB. `manufacturer` is lower case, or empty for any.
    record ByMemory(String manufacturer, Amount memoryGb, double count) implements AcceleratorDemand {}
}
