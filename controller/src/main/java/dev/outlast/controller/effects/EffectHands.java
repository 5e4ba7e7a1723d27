package dev.outlast.controller.effects;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.Held;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Effects on virtual threads: one at a time per attempt, a bounded number per provider, each with a deadline.
public final class EffectHands implements Hands, OrphanHands {
    private static final Logger LOG = LoggerFactory.getLogger(EffectHands.class);

    private static final Duration RELEASE = Duration.ofMinutes(10);

    private final Performer performer;
    private final Launchers launchers;
    private final LeaseCheck lease;
    private final BiConsumer<JobId, JobEvent> mailbox;
    private final Consumer<ClusterHandle> look;
    private final LongSupplier nanos;
    private final Duration launchDeadline;
    private final FirstLooks first;
    private final long since;
    private final InFlight inFlight = new InFlight();
    private final Map<AtomicBoolean, Running> running = new ConcurrentHashMap<>();

    private record Running(EffectOrder order, Thread thread, long deadlineNanos) {}

    public EffectHands(
            Performer performer,
            Launchers launchers,
            LeaseCheck lease,
            BiConsumer<JobId, JobEvent> mailbox,
            Consumer<ClusterHandle> look,
            LongSupplier nanos,
            Duration launchDeadline,
            FirstLooks first) {
        this.performer = Objects.requireNonNull(performer);
        this.launchers = Objects.requireNonNull(launchers);
        this.lease = Objects.requireNonNull(lease);
        this.mailbox = Objects.requireNonNull(mailbox);
        this.look = Objects.requireNonNull(look);
        this.nanos = Objects.requireNonNull(nanos);
        this.launchDeadline = Objects.requireNonNull(launchDeadline);
        this.first = Objects.requireNonNull(first);
        this.since = nanos.getAsLong();
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

    @Override
    public boolean releaseOrphan(OwnedResource orphan, Consumer<Boolean> done) {
        var token = orphan.token();
        var provider = orphan.handle().provider();
        var key = new Effect.Release(token.task(), token.attempt(), 0, provider, new Held.ByHandle(orphan.handle()))
                .key();
        if (!inFlight.claim(token, key)) {
            return false;
        }
        var thread = Thread.ofVirtual().name("release orphan " + token).unstarted(() -> {
            try {
                done.accept(released(orphan));
            } finally {
                inFlight.end(token, key).ifPresent(this::next);
            }
        });
        thread.start();
        Thread.ofVirtual().start(() -> {
            try {
                if (!thread.join(RELEASE)) {
                    thread.interrupt();
                }
            } catch (InterruptedException stopped) {
                thread.interrupt();
            }
        });
        return true;
    }

    private boolean released(OwnedResource orphan) {
        var permits = launchers.permits(orphan.handle().provider());
        try {
            permits.acquire();
        } catch (InterruptedException stopped) {
            return false;
        }
        try {
            if (!lease.stands()) {
                return false;
            }
            launchers.get(orphan.handle().provider()).release(orphan.handle());
            return true;
        } catch (LauncherException | RuntimeException failed) {
            LOG.warn("the orphan {} is still there: {}", orphan.token(), failed.getMessage());
            return false;
        } finally {
            permits.release();
        }
    }

    @Override
    public boolean isInFlight(Token token) {
        return inFlight.has(token);
    }

    public int inFlight() {
        return inFlight.size();
    }

    private void start(EffectOrder order) {
        var name = order.effect().key().kind() + " " + order.token();
        var answered = new AtomicBoolean();
        var thread = Thread.ofVirtual().name(name).unstarted(() -> run(order, answered));
        running.put(
                answered,
                new Running(
                        order,
                        thread,
                        nanos.getAsLong() + deadline(order.effect()).toNanos()));
        thread.start();
    }

    /// Ends what passed its deadline; called about every second.
    public void expireDue() {
        var now = nanos.getAsLong();
        if (now - since > FirstLooks.DEADLINE.toNanos()) {
            first.over();
        }
        running.forEach((answered, one) -> {
            if (now - one.deadlineNanos() > 0) {
                expire(one.order(), answered, one.thread());
            }
        });
    }

    private void run(EffectOrder order, AtomicBoolean answered) {
        var permits = launchers.permits(provider(order.effect()));
        try {
            permits.acquire();
        } catch (InterruptedException expired) {
            return;
        }
        try {
            if (!lease.stands()) {
                LOG.warn(
                        "not done, the lease does not stand: {} {}",
                        order.effect().key(),
                        order.token());
                finish(order, answered);
                return;
            }
            var event = performer.perform(order);
            // A late answer is still news: the state machine hears it by attempt.
            event.ifPresent(e -> mailbox.accept(order.job().facts().id(), e));
        } finally {
            permits.release();
            finish(order, answered);
        }
    }

    private void finish(EffectOrder order, AtomicBoolean answered) {
        running.remove(answered);
        if (answered.compareAndSet(false, true)) {
            inFlight.end(order).ifPresent(this::next);
        }
    }

    /// What waited behind an ended effect takes its place.
    private void next(EffectOrder next) {
        if (inFlight.begin(next)) {
            begin(next);
        }
    }

    private void expire(EffectOrder order, AtomicBoolean answered, Thread thread) {
        if (!answered.compareAndSet(false, true)) {
            return;
        }
        running.remove(answered);
        thread.interrupt();
        var detail = "no answer within " + deadline(order.effect()).toSeconds() + " s";
        Deadlines.passed(order.effect(), detail)
                .ifPresent(event -> mailbox.accept(order.job().facts().id(), event));
        inFlight.end(order).ifPresent(this::next);
    }

    private Duration deadline(Effect effect) {
        return Deadlines.of(effect, launchDeadline);
    }

    private static String provider(Effect effect) {
        return switch (effect) {
            case Effect.FindResumePoint _, Effect.FindOffers _ -> "";
            case Effect.Launch e -> e.offer().place().provider();
            case Effect.Activate e -> e.handle().provider();
            case Effect.Observe e -> e.handle().provider();
            case Effect.Drain e -> e.handle().provider();
            case Effect.Release e -> e.provider();
        };
    }
}
