package dev.outlast.controller.effects;

/// Asked in its own thread right before each external call.
public interface LeaseCheck {
    /// Whether the lease stands by the clocks; cheap.
    boolean stands();

    /// Whether the store's primary still has this epoch; one read. Asked before each activation.
    ///
    /// @throws Exception when the store cannot be asked: then nothing is activated
    boolean epochStands() throws Exception;
}
