package dev.outlast.controller.effects;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.lifecycle.Effect;
import java.util.Objects;

/// Hands that only look until they are let go. What they were given before is dropped: it is owed, so a sweep after
/// [#letGo] gives it to them again.
public final class HeldHands implements Hands {
    private final Hands hands;
    private volatile boolean held;

    public HeldHands(Hands hands, boolean held) {
        this.hands = Objects.requireNonNull(hands);
        this.held = held;
    }

    @Override
    public void perform(EffectOrder order) {
        if (!held || order.effect() instanceof Effect.Observe) {
            hands.perform(order);
        }
    }

    public void letGo() {
        held = false;
    }
}
