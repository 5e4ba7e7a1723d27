package dev.outlast.controller.effects;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.core.job.Token;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// One effect at a time per attempt. What comes while one is in flight waits; of several that wait only the newest
/// is kept, because the newest state owes it.
public final class InFlight {
    private record Slot(Effect.Key running, Optional<EffectOrder> waiting) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Token, Slot> slots = new HashMap<>();

    /// Whether the order may start now. If not, it is known already or waits for the one in flight.
    public boolean begin(EffectOrder order) {
        lock.lock();
        try {
            var slot = slots.get(order.token());
            if (slot == null) {
                slots.put(order.token(), new Slot(order.effect().key(), Optional.empty()));
                return true;
            }
            if (!slot.running().equals(order.effect().key())) {
                slots.put(order.token(), new Slot(slot.running(), Optional.of(order)));
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /// Takes the token for somebody who has no order; false when anything of it is in flight.
    public boolean claim(Token token, Effect.Key key) {
        lock.lock();
        try {
            return slots.putIfAbsent(token, new Slot(key, Optional.empty())) == null;
        } finally {
            lock.unlock();
        }
    }

    public boolean has(Token token) {
        lock.lock();
        try {
            return slots.containsKey(token);
        } finally {
            lock.unlock();
        }
    }

    /// The one in flight has ended or passed its deadline; what waited may start.
    public Optional<EffectOrder> end(EffectOrder order) {
        return end(order.token(), order.effect().key());
    }

    public Optional<EffectOrder> end(Token token, Effect.Key key) {
        lock.lock();
        try {
            var slot = slots.get(token);
            if (slot == null || !slot.running().equals(key)) {
                return Optional.empty();
            }
            slots.remove(token);
            return slot.waiting();
        } finally {
            lock.unlock();
        }
    }

    public int size() {
        lock.lock();
        try {
            return slots.size();
        } finally {
            lock.unlock();
        }
    }
}
