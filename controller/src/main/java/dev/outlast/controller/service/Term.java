package dev.outlast.controller.service;

import dev.outlast.checkpointing.blob.SharedBlobs;
import dev.outlast.checkpointing.store.JobBuckets;
import dev.outlast.checkpointing.store.LocalBuckets;
import dev.outlast.checkpointing.store.ResumeFinder;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.effects.ActivationMaker;
import dev.outlast.controller.effects.AheadOfUs;
import dev.outlast.controller.effects.BlobBringing;
import dev.outlast.controller.effects.BucketPreparing;
import dev.outlast.controller.effects.EffectHands;
import dev.outlast.controller.effects.FirstLooks;
import dev.outlast.controller.effects.HeldHands;
import dev.outlast.controller.effects.Janitor;
import dev.outlast.controller.effects.Launchers;
import dev.outlast.controller.effects.LeaseCheck;
import dev.outlast.controller.effects.LogDriver;
import dev.outlast.controller.effects.Observer;
import dev.outlast.controller.effects.Performer;
import dev.outlast.controller.effects.Reconciliation;
import dev.outlast.controller.effects.Watch;
import dev.outlast.controller.engine.Engine;
import dev.outlast.controller.engine.EngineClock;
import dev.outlast.controller.engine.EngineLoop;
import dev.outlast.controller.engine.EngineParts;
import dev.outlast.controller.engine.EngineSettings;
import dev.outlast.controller.engine.Jobs;
import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.engine.Mailbox;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.core.spi.Leadership;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.OfferBoard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// One leadership: the engine and the shell around it, from take-over to the end of the term.
final class Term {
    private static final int BATCH = 512;
    private static final int REMEMBERED_KEYS = 100_000;

    private final Jobs jobs = new Jobs();
    private final Mailbox mailbox;
    private final OfferBoard board;
    private final EffectHands hands;
    private final Watch watch;
    private final EngineLoop loop;
    private final LeaderRow leader;
    private final Performer performer;
    private final Janitor janitor;
    private final Consumer<Throwable> ended;
    private final Store store;
    private final Optional<Thread> reconciling;
    private final AtomicLong pauses = new AtomicLong();

    /// What a term is made of beside its own.
    record Parts(
            ControllerConfig config,
            Store store,
            Launchers launchers,
            LocalBuckets buckets,
            JobBuckets jobBuckets,
            Path blobs,
            Optional<SharedBlobs> shared,
            RestoredMark restored,
            JobBook book,
            LogShelf logs,
            Leadership.Term lease,
            InstantSource time,
            Listener views,
            EngineParts.Space space,
            EngineParts.Alarm alarm,
            Consumer<Throwable> ended) {}

    Term(Parts parts, String holder) throws StoreException, LostLeadership, InterruptedException {
        var config = parts.config();
        // It may have been raised since this controller began to stand by.
        this.leader = StoreChoice.understood(parts.store().takeLead(holder));
        this.mailbox = new Mailbox(config.commandLane());
        this.board = new OfferBoard(config.policies().backoff());
        var clock = new EngineClock(parts.time(), System::nanoTime);
        var first = new FirstLooks();
        var observer = new Observer(mailbox::report, clock, first);
        this.watch = new Watch(observer, parts.launchers(), config.observeEvery());
        var lease = new Lease(parts.lease(), new SharedRead<>(parts.store()::leader), leader.epoch());
        parts.logs().shelved().ifPresent(logs -> logs.leads(leader.lastJobId()));
        var logs = logs(parts, leader.epoch());
        this.performer = performer(parts, logs, lease);
        this.hands = new EffectHands(
                performer,
                parts.launchers(),
                lease,
                mailbox::report,
                watch::want,
                System::nanoTime,
                config.policies().launchDeadline(),
                first);
        this.ended = parts.ended();
        this.store = parts.store();
        this.janitor = janitor(parts, leader, hands, jobs, clock);
        var restored = parts.restored().stands();
        var held = new HeldHands(hands, restored);
        var engine = new Engine(
                new EngineParts(
                        parts.store(),
                        jobs,
                        held,
                        Listener.all(List.of(observer, logs, parts.views())),
                        parts.book().texts(),
                        Lifecycle::decide,
                        board,
                        TaskIds::make,
                        ThreadLocalRandom.current(),
                        this::pause,
                        parts.space(),
                        parts.alarm()),
                settings(parts),
                leader,
                clock);
        var live = parts.book().load(leader, parts.alarm());
        first.inherit(live);
        engine.takeUp(live, parts.book().openAttempts());
        this.loop = new EngineLoop(engine, mailbox, BATCH, parts.ended());
        this.reconciling = restored
                ? Optional.of(Thread.ofVirtual()
                        .name("reconciliation")
                        .unstarted(() ->
                                reconcile(parts, new Reconciliation(parts.launchers(), leader, lease, live), held)))
                : Optional.empty();
    }

    /// The first leader after a restore: it looks before it acts, and until then its hands are held.
    private void reconcile(Parts parts, Reconciliation reconciliation, HeldHands held) {
        try {
            Reconciliation.Pause pause = round -> Thread.sleep(Math.min(30_000, 500L * round));
            reconciliation.run(pause);
            parts.restored().remove(leader.epoch(), pause);
            held.letGo();
            mailbox.sweep();
        } catch (InterruptedException stopped) {
            // The mark is still there: the next leader begins again.
        } catch (AheadOfUs other) {
            yieldTo(other);
        } catch (IOException | LostLeadership failed) {
            ended.accept(failed);
        }
    }

    private static Janitor janitor(Parts parts, LeaderRow leader, EffectHands hands, Jobs jobs, InstantSource clock) {
        var deadline = parts.config().policies().launchDeadline();
        return new Janitor(parts.launchers(), leader, hands, jobs, parts.store(), deadline, clock);
    }

    private static LogDriver logs(Parts parts, long epoch) {
        return new LogDriver(
                parts.launchers(),
                parts.logs().tree(),
                parts.logs().quota(),
                parts.logs().hub(),
                parts.logs().beyond(),
                parts.book()::secrets,
                Clock.systemUTC(),
                epoch);
    }

    private static EngineSettings settings(Parts parts) {
        var names = parts.launchers().names();
        return new EngineSettings(
                parts.config().policies(),
                parts.config().limits(),
                BATCH,
                REMEMBERED_KEYS,
                names.size() == 1 ? names.iterator().next() : "");
    }

    private static Performer performer(Parts parts, LogDriver logs, LeaseCheck lease) {
        var prepared = new BucketPreparing(
                new ActivationMaker(parts.book()::compiled, parts.book()::secrets),
                parts.book()::compiled,
                parts.jobBuckets(),
                parts.blobs());
        return new Performer(
                parts.launchers(),
                new ResumeFinder(List.of(parts.buckets())),
                parts.shared()
                        .<Performer.Activations>map(
                                shared -> new BlobBringing(prepared, parts.book()::compiled, shared))
                        .orElse(prepared),
                logs,
                lease);
    }

    private record Lease(Leadership.Term term, SharedRead<LeaderRow> row, long epoch) implements LeaseCheck {
        @Override
        public boolean stands() {
            return term.stands();
        }

        @Override
        public boolean epochStands() throws Exception {
            return term.stands() && row.read().epoch() == epoch;
        }
    }

    void start() {
        loop.start();
        watch.start();
        reconciling.ifPresent(Thread::start);
    }

    /// Between two questions to a store that does not answer.
    private void pause(int retry) throws InterruptedException {
        pauses.incrementAndGet();
        Thread.sleep(Math.min(1_000, 20L << Math.min(retry, 6)));
    }

    /// Changes as long as the engine gets on; waiting for a store that is away counts, for no restart brings it back.
    long progress() {
        return loop.rounds() + pauses.get();
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Jobs jobs() {
        return jobs;
    }

    LeaderRow leader() {
        return leader;
    }

    Janitor janitor() {
        return janitor;
    }

    /// Looks for orphans now; empty when this controller must not act any more.
    Optional<Janitor.Report> clean() {
        try {
            return Optional.of(janitor.look());
        } catch (AheadOfUs other) {
            yieldTo(other);
            return Optional.empty();
        }
    }

    /// Whoever is ahead may simply be the next leader by this very store, and this one was asleep: then it has lost the
    /// lead, and stands by after its next start. Only if this store says that it leads, there is another store.
    private void yieldTo(AheadOfUs other) {
        try {
            var row = store.leader();
            ended.accept(
                    row.epoch() == leader.epoch()
                            ? other
                            : new LostLeadership(row.holder() + " leads now, epoch " + row.epoch()));
        } catch (StoreException away) {
            ended.accept(
                    new LostLeadership("somebody else leads, and the store does not answer: " + other.getMessage()));
        }
    }

    Performer performer() {
        return performer;
    }

    void expireEffects() {
        hands.expireDue();
    }

    int inFlight() {
        return hands.inFlight();
    }

    /// Orderly: the batch under way is finished; attempts run on by themselves.
    void close() throws InterruptedException {
        reconciling.ifPresent(Thread::interrupt);
        loop.stop();
        watch.close();
    }
}
