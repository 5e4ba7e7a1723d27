package dev.outlast.controller.sim;

import dev.outlast.controller.effects.Deadlines;
import dev.outlast.controller.effects.FirstLooks;
import dev.outlast.controller.effects.InFlight;
import dev.outlast.controller.effects.LeaseCheck;
import dev.outlast.controller.effects.OrphanHands;
import dev.outlast.controller.effects.Performer;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.SimLine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What `EffectHands` does with virtual threads, on the queue of virtual time: the same table of what is in
/// flight, the
/// same performer, the same deadlines. Answers are delayed, reordered and given twice.
final class SimHands implements Hands, OrphanHands {
    static final Duration LAUNCH_DEADLINE = Duration.ofMinutes(10);

    private final Performer performer;
    private final LeaseCheck lease;
    private final Seat seat;
    private final Chance chance;
    private final BooleanSupplier alive;
    private final Reports reports;
    private final Consumer<ClusterHandle> look;
    private final Predicate<OwnedResource> sweep;
    private final FirstLooks first;
    private final InFlight inFlight = new InFlight();

    interface Reports {
        void accept(EffectOrder order, JobEvent event);
    }

    SimHands(
            Performer performer,
            LeaseCheck lease,
            Seat seat,
            Chance chance,
            BooleanSupplier alive,
            Reports reports,
            Consumer<ClusterHandle> look,
            Predicate<OwnedResource> sweep,
            FirstLooks first) {
        this.performer = performer;
        this.lease = lease;
        this.seat = seat;
        this.chance = chance;
        this.alive = alive;
        this.reports = reports;
        this.look = look;
        this.sweep = sweep;
        this.first = first;
        seat.after(FirstLooks.DEADLINE, first::over);
    }

    @Override
    public void perform(EffectOrder order) {
        if (order.effect() instanceof Effect.Observe observe) {
            look.accept(observe.handle());
        } else if (inFlight.begin(order)) {
            begin(order);
        }
    }

    @Override
    public boolean releaseOrphan(OwnedResource orphan, Consumer<Boolean> done) {
        var token = orphan.token();
        var provider = orphan.handle().provider();
        var key = new Effect.Release(token.task(), token.attempt(), 0, provider, new Held.ByHandle(orphan.handle()))
                .key();
        if (!inFlight.claim(token, key)) {
            return false;
        }
        seat.after(delay(), () -> {
            if (alive.getAsBoolean() && lease.stands()) {
                done.accept(sweep.test(orphan));
            }
            inFlight.end(token, key).ifPresent(this::next);
        });
        return true;
    }

    @Override
    public boolean isInFlight(Token token) {
        return inFlight.has(token);
    }

    private void begin(EffectOrder order) {
        first.hold(order, () -> start(order)).ifPresentOrElse(look, () -> start(order));
    }

    private void start(EffectOrder order) {
        var ended = new AtomicBoolean();
        seat.after(delay(), () -> run(order, ended));
        var deadline = Deadlines.of(order.effect(), LAUNCH_DEADLINE);
        seat.after(deadline, () -> expire(order, ended));
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
            seat.after(delay(), () -> {
                event.ifPresent(e -> report(order, e));
                end(order, ended);
            });
            if (event.isPresent() && chance.fault(0.03)) {
                seat.after(chance.between(Duration.ZERO, Duration.ofMinutes(20)), () -> report(order, event.get()));
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
