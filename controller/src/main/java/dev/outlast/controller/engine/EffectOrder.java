package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.core.job.Token;
import java.util.Objects;

/// An effect handed over to be performed. The answer goes to the mailbox.
///
/// @param job as committed when the effect became owed
/// @param epoch the leader's; cloud calls carry it
public record EffectOrder(LiveJob job, Effect effect, Token token, long epoch) {
    public EffectOrder {
        Objects.requireNonNull(job);
        Objects.requireNonNull(effect);
        Objects.requireNonNull(token);
    }
}
