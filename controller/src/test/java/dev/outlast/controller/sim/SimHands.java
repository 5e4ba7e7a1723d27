package dev.outlast.controller.sim;

import dev.outlast.controller.effects.Deadlines;
import dev.outlast.controller.effects.FirstLooks;
import dev.outlast.controller.effects.InFlight;
import dev.outlast.controller.effects.LeaseCheck;
import dev.outlast.controller.effects.Performer;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.SimLine;
import dev.outlast.testkit.sim.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// What `EffectHands` does with virtual threads, on the queue of virtual time: the same table of what is in
/// flight, the
/// same performer, the same deadlines. Answers are delayed, reordered and given twice.
final class SimHands implements Hands {
    private static final Duration LAUNCH_DEADLINE = Duration.ofMinutes(10);

    private final Performer performer;
    private final LeaseCheck lease;
    private final VirtualTime time;
    private final Chance chance;
    private final BooleanSupplier alive;
    private final Reports reports;
    private final Consumer<ClusterHandle> look;
    private final FirstLooks first;
    private final InFlight inFlight = new InFlight();

    interface Reports {
        void accept(EffectOrder order, JobEvent event);
    }

    SimHands(
            Performer performer,
            LeaseCheck lease,
            VirtualTime time,
            Chance chance,
            BooleanSupplier alive,
            Reports reports,
            Consumer<ClusterHandle> look,
            FirstLooks first) {
        this.performer = performer;
        this.lease = lease;
        this.time = time;
        this.chance = chance;
        this.alive = alive;
        this.reports = reports;
        this.look = look;
        this.first = first;
        time.after(FirstLooks.DEADLINE, first::over);
    }

    @Override
    public void perform(EffectOrder order) {
        if (order.effect() instanceof Effect.Observe observe) {
            look.accept(observe.handle());
        } else if (inFlight.begin(order)) {
            begin(order);
        }
    }

    private void begin(EffectOrder order) {
        first.hold(order, () -> start(order)).ifPresentOrElse(look, () -> start(order));
    }

    private void start(EffectOrder order) {
        var ended = new AtomicBoolean();
        time.after(delay(), () -> run(order, ended));
        var deadline = Deadlines.of(order.effect(), LAUNCH_DEADLINE);
        time.after(deadline, () -> expire(order, ended));
    }

    private void run(EffectOrder order, AtomicBoolean ended) {
        if (!alive.getAsBoolean()) {
            return;
        }
        if (!lease.stands()) {
            end(order, ended);
            return;
        }
        try {
            var event = performer.perform(order);
            time.after(delay(), () -> {
                event.ifPresent(e -> report(order, e));
                end(order, ended);
            });
            if (event.isPresent() && chance.fault(0.03)) {
                time.after(chance.between(Duration.ZERO, Duration.ofMinutes(20)), () -> report(order, event.get()));
            }
        } catch (SimLine.NeverAnswers hanging) {
            // The deadline ends it.
            return;
        }
    }

    private void report(EffectOrder order, JobEvent event) {
        if (alive.getAsBoolean()) {
            reports.accept(order, event);
        }
    }

    private void expire(EffectOrder order, AtomicBoolean ended) {
        if (alive.getAsBoolean() && ended.compareAndSet(false, true)) {
            Deadlines.passed(order.effect(), "no answer").ifPresent(e -> report(order, e));
            inFlight.end(order).ifPresent(this::next);
        }
    }

    private void end(EffectOrder order, AtomicBoolean ended) {
        if (alive.getAsBoolean() && ended.compareAndSet(false, true)) {
            inFlight.end(order).ifPresent(this::next);
        }
    }

    private void next(EffectOrder order) {
        if (inFlight.begin(order)) {
            begin(order);
        }
    }

    private Duration delay() {
        return chance.fault(0.03)
                ? chance.between(Duration.ZERO, Duration.ofMinutes(12))
                : chance.between(Duration.ZERO, Duration.ofSeconds(2));
    }
}
