package dev.outlast.controller.engine;

/// Performs effects. The only door from the engine to launchers, buckets and sinks; it returns at once.
public interface Hands {
    /// Starts the effect unless the same key is in flight for the same attempt.
    void perform(EffectOrder order);
}
