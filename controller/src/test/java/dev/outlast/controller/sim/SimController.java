package dev.outlast.controller.sim;

import dev.outlast.checkpointing.store.ResumeFinder;
import dev.outlast.controller.effects.AheadOfUs;
import dev.outlast.controller.effects.FirstLooks;
import dev.outlast.controller.effects.Janitor;
import dev.outlast.controller.effects.Launchers;
import dev.outlast.controller.effects.LeaseCheck;
import dev.outlast.controller.effects.Observer;
import dev.outlast.controller.effects.Performer;
import dev.outlast.controller.engine.Decider;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.Engine;
import dev.outlast.controller.engine.EngineClock;
import dev.outlast.controller.engine.EngineParts;
import dev.outlast.controller.engine.EngineSettings;
import dev.outlast.controller.engine.Hands;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.Jobs;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.engine.Mailbox;
import dev.outlast.controller.lifecycle.Decision;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.Situation;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.Admission;
import dev.outlast.recovery.OfferBoard;
import dev.outlast.testkit.sim.SimCloud;
import dev.outlast.testkit.sim.SimLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/// One controller process that leads, or believes that it does. Wired as the product wires it; only what blocks or
/// ticks is the simulation's.
final class SimController {
    private static final int BATCH = 32;
    private static final EngineSettings SETTINGS = new EngineSettings(
            Situation.Policies.DEFAULT,
            new Admission.Limits(World.MOST_TASKS, 100, Map.of("sim/east", World.MOST_IN_EAST)),
            BATCH,
            100,
            SimCloud.PROVIDER);

    private final World world;
    private final String name;
    private final Seat seat;
    private final Store store;
    private final Mailbox mailbox = new Mailbox(100);
    private final Jobs jobs = new Jobs();
    private final LeaderRow leader;
    private final Engine engine;
    private final Observer observer;
    private final Looks line;
    private final Instant since;
    private boolean alive = true;
    private boolean busy;
    private boolean leaseStands = true;
    private boolean reread;
    private Instant lastLook = Instant.MIN;
    private Instant wake = Instant.MAX;

    SimController(World world, String name, Seat seat) throws StoreException, LostLeadership, InterruptedException {
        this.world = world;
        this.name = name;
        this.seat = seat;
        this.store = seat.store();
        this.leader = store.takeLead(name);
        this.since = world.time.instant();
        this.line = new Looks(new SimLine(world.cloud, world.time, world.chance, this::activating), world, seat);
        var first = new FirstLooks();
        var clock = new EngineClock(seat::wall, seat::nanos);
        this.observer = new Observer(this::report, clock, first);
        var launchers = new Launchers(Map.of(SimCloud.PROVIDER, line), 8);
        var performer = new Performer(
                launchers,
                new ResumeFinder(List.of(world.plant.checkpoints(world.bucket))),
                (order, resume) -> world.activation(order, resume),
                (_, _) -> {},
                new Lease());
        var inner = new SimHands(
                performer,
                new Lease(),
                seat,
                world.chance,
                this::isAlive,
                this::answered,
                handle -> look(Duration.ofMillis(200), handle, true),
                this::sweep,
                first);
        Hands hands = order -> {
            world.trace(name, "owes", new Owed(order.token(), order.effect().key()));
            world.invariants.handedOver(order);
            inner.perform(order);
        };
        this.engine = engine(hands, clock);
        var live = world.book.load(store);
        if (world.plant.looksFirst()) {
            first.inherit(live);
        }
        engine.takeUp(live, Book.open(store, live));
        world.trace(name, "leads", leader.epoch() + " with " + live.size());
        looking();
        sweeping();
        if (seat.cleans()) {
            cleaning(new Janitor(launchers, leader, inner, jobs, store, world.plant.launchDeadline(), clock));
        }
        wakeIn(Duration.ZERO);
    }

    private Engine engine(Hands hands, EngineClock clock) {
        var planted = world.plant.decider(hands, new LeadersTokens(leader));
        Decider decider = (facts, state, event, in) -> {
            if (world.chance.fault(0.0002)) {
                throw new IllegalStateException("rehearsed bug");
            }
            var decision = planted.decide(facts, state, event, in);
            world.invariants.decided(state, event, decision.next());
            decision.notes().forEach(note -> world.trace(name, note.kind(), new Said(facts.id(), note)));
            return decision;
        };
        return new Engine(
                new EngineParts(
                        store,
                        jobs,
                        hands,
                        observer,
                        world.book,
                        decider,
                        new OfferBoard(SETTINGS.policies().backoff()),
                        (job, id, task) -> job + "-" + id + "-" + task,
                        new SplittableRandom(world.chance.seed()),
                        this::pause,
                        () -> {},
                        (what, _) -> world.trace(name, "alarm", what)),
                SETTINGS,
                leader,
                clock);
    }

    private record Said(JobId job, Decision.Note note) {}

    private record Owed(Token token, Effect.Key key) {}

    private record Heard(JobId job, JobEvent event) {}

    private final class Lease implements LeaseCheck {
        @Override
        public boolean stands() {
            return leaseStands && seat.stands();
        }

        @Override
        public boolean epochStands() throws StoreException {
            seat.beforeCall();
            reread = world.plant.rereadsEpoch() && stands() && store.leader().epoch() == leader.epoch();
            seat.beforeCall();
            return reread || !world.plant.rereadsEpoch();
        }
    }

    /// The engine blocks on its store: everybody else goes on.
    private void pause(int retry) {
        seat.pass(world.chance.between(Duration.ofMillis(50), Duration.ofSeconds(5)));
        if (!alive) {
            throw new Crash("killed while it waited");
        }
    }

    private record LeadersTokens(LeaderRow leader) implements Plant.Tokens {
        @Override
        public Token of(long job, int task, int attempt) {
            return new Token(leader.installation(), leader.incarnation(), new JobId(job), task, attempt);
        }

        @Override
        public long epoch() {
            return leader.epoch();
        }
    }

    private void activating(Activation what) {
        world.invariants.activating(what, reread);
        reread = false;
    }

    long epoch() {
        return leader.epoch();
    }

    /// When its janitor looked.
    Instant lastLook() {
        return lastLook;
    }

    /// Whether its engine is at a batch.
    boolean isBusy() {
        return busy;
    }

    boolean isAlive() {
        return alive;
    }

    Store store() {
        return store;
    }

    void kill(String why) {
        if (alive) {
            world.trace(name, "dies", why);
            alive = false;
            mailbox.close();
            seat.left(why, false);
        }
    }

    /// Another one leads now, and this one's clock does not say so yet.
    void replacedIn(Duration until) {
        seat.after(until, () -> {
            leaseStands = false;
            kill("its lease has ended");
        });
    }

    boolean offer(Input.Command command) {
        var taken = alive && mailbox.offer(command);
        if (taken) {
            wakeIn(world.chance.between(Duration.ZERO, Duration.ofMillis(50)));
        }
        return taken;
    }

    private void answered(EffectOrder order, JobEvent event) {
        report(order.job().facts().id(), event);
    }

    private void report(JobId id, JobEvent event) {
        if (alive) {
            world.trace(name, event.getClass().getSimpleName(), new Heard(id, event));
            mailbox.report(id, event);
            wakeIn(world.chance.between(Duration.ZERO, Duration.ofMillis(50)));
        }
    }

    private void looking() {
        seat.after(Duration.ofSeconds(10), () -> {
            if (alive) {
                observer.look(line, observer.watched(SimCloud.PROVIDER), false);
                looking();
            }
        });
    }

    /// Something changed there, and the provider hints at it.
    void hint(ClusterHandle handle) {
        look(Duration.ofMillis(500), handle, false);
    }

    private void look(Duration within, ClusterHandle handle, boolean always) {
        seat.after(world.chance.between(Duration.ZERO, within), () -> {
            if (alive) {
                observer.look(line, List.of(handle), always);
            }
        });
    }

    /// At once, and then as often as the product does.
    private void cleaning(Janitor janitor) {
        seat.after(world.chance.between(Duration.ZERO, Duration.ofSeconds(2)), () -> clean(janitor));
    }

    private void clean(Janitor janitor) {
        if (!alive) {
            return;
        }
        try {
            var stands = seat.stands();
            if (stands) {
                janitor.look();
                lastLook = world.time.instant();
            }
            seat.after(stands ? SimHands.LAUNCH_DEADLINE : Duration.ofSeconds(10), () -> clean(janitor));
        } catch (AheadOfUs ahead) {
            world.trace(name, "must end", String.valueOf(ahead.getMessage()));
            seat.left("something is ahead of it", true);
        }
    }

    private boolean sweep(OwnedResource orphan) {
        world.strays.swept(orphan, since);
        try {
            line.release(orphan.handle());
            return true;
        } catch (LauncherException failed) {
            return false;
        } catch (SimLine.NeverAnswers hanging) {
            return false;
        }
    }

    private void sweeping() {
        if (world.sweeps) {
            seat.after(Duration.ofSeconds(90), () -> {
                if (alive) {
                    mailbox.sweep();
                    wakeIn(Duration.ZERO);
                    sweeping();
                }
            });
        }
    }

    private void wakeIn(Duration delay) {
        var at = world.time.instant().plus(delay);
        if (at.isBefore(wake)) {
            wake = at;
            seat.after(delay, () -> {
                if (at.equals(wake)) {
                    wake = Instant.MAX;
                    step();
                }
            });
        }
    }

    private void step() {
        if (!alive) {
            return;
        }
        if (busy) {
            wakeIn(Duration.ofSeconds(1));
            return;
        }
        busy = true;
        try {
            var inputs = mailbox.poll(BATCH);
            engine.step(inputs);
            if (alive) {
                wakeIn(inputs.isEmpty() ? engine.idleFor() : Duration.ZERO);
            }
        } catch (LostLeadership lost) {
            kill("stepped down: " + lost.getMessage());
        } catch (InterruptedException impossible) {
            throw new IllegalStateException(impossible);
        } catch (Crash crash) {
            kill("crashed " + crash.getMessage());
        } finally {
            busy = false;
        }
    }
}
