package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Situation;
import dev.outlast.recovery.Admission;
import java.util.Objects;

/// Bounds and policies of one engine.
///
/// @param batch inputs per transaction, at least 1
/// @param rememberedKeys idempotency keys kept in memory, to catch two equal submits in flight at once
/// @param onlyProvider the provider's name when there is just one: tasks without `infra` count against its limit
public record EngineSettings(
        Situation.Policies policies, Admission.Limits limits, int batch, int rememberedKeys, String onlyProvider) {
    public EngineSettings {
        Objects.requireNonNull(policies);
        Objects.requireNonNull(limits);
        Objects.requireNonNull(onlyProvider);
        if (batch < 1 || rememberedKeys < 1) {
            throw new IllegalArgumentException("batch and rememberedKeys start at 1: " + batch + ", " + rememberedKeys);
        }
    }
}
