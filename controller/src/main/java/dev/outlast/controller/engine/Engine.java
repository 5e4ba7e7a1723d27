package dev.outlast.controller.engine;

import dev.outlast.controller.Version;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.recovery.Admission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One leadership's engine. `step` takes inputs, decides, commits once, publishes, and hands over what is owed.
///
/// Not thread-safe: one thread calls it, or the simulator.
public final class Engine {
    private final EngineParts parts;
    private final EngineSettings settings;
    private final LeaderRow leader;
    private final InstantSource clock;
    private final Folding folding;
    private final Commands commands;
    private final Rows rows;
    private final Committer committer;
    private final Gate gate;
    private final Room room;
    private final OpenAttempts attempts = new OpenAttempts();
    private final Alarms alarms = new Alarms();
    private final Map<JobId, Set<Effect.Key>> issued = new HashMap<>();
    private final List<Input> admissions = new ArrayList<>();
    private long lastBatch;
    private long lastJobId;

    public Engine(EngineParts parts, EngineSettings settings, LeaderRow leader, InstantSource clock) {
        this.parts = parts;
        this.settings = settings;
        this.leader = leader;
        this.clock = clock;
        this.lastBatch = leader.lastBatch();
        this.lastJobId = leader.lastJobId();
        this.room = new Room(settings.limits().perPlace());
        this.folding =
                new Folding(parts.decider(), settings, parts.board(), room, attempts, parts.random(), clock.instant());
        this.commands = new Commands(folding, parts.taskIds(), settings.rememberedKeys());
        this.rows = new Rows(parts.texts());
        this.committer = new Committer(parts.store(), parts.pause());
        this.gate = new Gate(new Admission(settings.limits()), settings.onlyProvider());
    }

    /// Takes up the jobs of the leader before: what they owe is issued again, as after any crash.
    ///
    /// @param rows of their attempts
    public void takeUp(List<LiveJob> jobs, List<AttemptRow> rows) throws LostLeadership, InterruptedException {
        rows.forEach(attempts::committed);
        var changes = new ArrayList<Listener.Change>();
        for (var job : jobs) {
            parts.jobs().put(job);
            for (int i = 0; i < job.state().tasks().size(); i++) {
                gate.saw(job.facts(), i, job.state().task(i), job.isParked());
                room.enter(job.state().task(i));
            }
            changes.add(new Listener.Change(Optional.of(job), job));
        }
        parts.listener().committed(changes, List.of());
        sweep();
        admit();
    }

    /// Inputs that the engine owes itself: alarms that are due, and admissions.
    private List<Input> own(Instant now) {
        var own = new ArrayList<>(admissions);
        admissions.clear();
        alarms.due(now, settings.batch()).forEach(id -> own.add(new Input.OfJob(id, new JobEvent.Engine.Tick())));
        return own;
    }

    /// How long there is nothing to do unless an input comes.
    public Duration idleFor() {
        if (!admissions.isEmpty()) {
            return Duration.ZERO;
        }
        var next = alarms.next();
        if (next.isEmpty()) {
            return Duration.ofSeconds(60);
        }
        var wait = Duration.between(clock.instant(), next.get());
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    public void step(List<Input> taken) throws LostLeadership, InterruptedException {
        var inputs = own(clock.instant());
        inputs.addAll(taken);
        if (inputs.isEmpty()) {
            return;
        }
        var bugs = new Bugs();
        while (!attempt(inputs, bugs)) {
            // A decision or the codec threw for one job: the same inputs again without it.
        }
        if (inputs.stream().anyMatch(i -> i instanceof Input.Sweep)) {
            sweep();
        }
        admit();
    }

    private boolean attempt(List<Input> inputs, Bugs bugs) throws LostLeadership, InterruptedException {
        var batch = new Tentative(parts.jobs(), clock.instant(), lastBatch + 1, lastJobId, bugs);
        try {
            bugs.parked().forEach((id, why) -> park(batch, id, why));
            for (var input : inputs) {
                switch (input) {
                    case Input.OfJob of -> folding.apply(batch, of.job(), of.event());
                    case Input.Command command -> commands.apply(batch, command);
                    case Input.Sweep _ ->
                        parts.jobs()
                                .all()
                                .forEach(j -> folding.apply(batch, j.facts().id(), new JobEvent.Engine.Tick()));
                }
            }
            if (!batch.isEmpty() && !commit(batch, inputs)) {
                return true;
            }
        } catch (JobBug bug) {
            var maker = Optional.ofNullable(batch.makers.get(bug.job()));
            bugs.learn(bug, maker);
            parts.alarm().raised((maker.isPresent() ? "refused to make job " : "parked job ") + bug.job(), bug);
            return false;
        }
        publish(batch);
        batch.answers.forEach((command, answer) -> command.reply().answer(answer));
        return true;
    }

    private void park(Tentative batch, JobId id, String why) {
        batch.find(id).ifPresent(job -> {
            var parked = job.park(Version.text() + ": " + why);
            batch.put(parked);
            batch.touched.add(id);
            batch.event(
                    parked, 0, 0, "parked", "", "", Status.of(parked.state()).name(), why);
        });
    }

    /// Whether the batch is in the store. Without space, submits are refused and the rest is tried again alone.
    private boolean commit(Tentative batch, List<Input> inputs) throws LostLeadership, InterruptedException {
        if (committer.commit(rows.of(batch, leader.epoch())) == Committer.Result.COMMITTED) {
            return true;
        }
        parts.alarm().raised("no space left for the store: submits are refused", new IllegalStateException("full"));
        parts.space().makeRoom();
        var rest = new ArrayList<Input>();
        for (var input : inputs) {
            if (input instanceof Input.Submit || input instanceof Input.Note) {
                ((Input.Command) input).reply().answer(new Reply.Answer.NoSpace());
            } else {
                rest.add(input);
            }
        }
        parts.pause().before(1);
        if (!rest.isEmpty()) {
            admissions.addAll(rest);
        }
        return false;
    }

    private void publish(Tentative batch) {
        if (!batch.isEmpty()) {
            lastBatch = batch.batch;
            lastJobId = batch.lastJobId;
            commands.committed(batch);
            batch.attempts.values().forEach(attempts::committed);
        }
        var changes = new ArrayList<Listener.Change>();
        for (var job : batch.changed.values()) {
            var id = job.facts().id();
            var before = parts.jobs().find(id);
            changes.add(new Listener.Change(before, job));
            account(before, job);
            if (job.isLive()) {
                parts.jobs().put(job);
            } else {
                parts.jobs().remove(id);
            }
        }
        batch.tried.forEach(parts.board()::tried);
        if (!changes.isEmpty()) {
            parts.listener().committed(changes, List.copyOf(batch.events));
        }
        batch.touched.forEach(id -> handOver(id, batch.now));
    }

    private void account(Optional<LiveJob> before, LiveJob job) {
        for (int i = 0; i < job.state().tasks().size(); i++) {
            var after = job.state().task(i);
            if (before.isPresent()
                    && before.get().parked().equals(job.parked())
                    && before.get().state().task(i).equals(after)) {
                continue;
            }
            gate.saw(job.facts(), i, after, job.isParked());
            if (before.isPresent()) {
                endProbe(before.get(), job, i);
                room.change(before.get().state().task(i), after);
            } else {
                room.enter(after);
            }
        }
    }

    /// Whatever ended a try of an offer, also a cancel or a deadline, nobody tries it any more: the next may probe.
    private void endProbe(LiveJob before, LiveJob after, int task) {
        if (before.state().task(task).phase() instanceof Phase.Launching s
                && (after.isParked() || !(after.state().task(task).phase() instanceof Phase.Launching))) {
            parts.board().unsure(s.offer().key());
        }
    }

    private void handOver(JobId id, Instant now) {
        var found = parts.jobs().find(id);
        if (found.isEmpty() || found.get().isParked()) {
            issued.remove(id);
            alarms.drop(id);
            return;
        }
        var job = found.get();
        alarms.set(job.facts(), Lifecycle.wakeAt(job.facts(), job.state(), now, settings.policies()));
        var owed = Lifecycle.owes(job.facts(), job.state(), now);
        if (owed.isEmpty()) {
            issued.remove(id);
            return;
        }
        var before = issued.getOrDefault(id, Set.of());
        var keys = new HashSet<Effect.Key>();
        for (var effect : owed) {
            keys.add(effect.key());
            if (!before.contains(effect.key())) {
                parts.hands().perform(new EffectOrder(job, effect, token(id, effect), leader.epoch()));
            }
        }
        issued.put(id, keys);
    }

    private Token token(JobId id, Effect effect) {
        return new Token(leader.installation(), leader.incarnation(), id, effect.task(), effect.attempt());
    }

    /// Issues again whatever is owed; what is in flight is skipped by the hands.
    private void sweep() {
        issued.clear();
        var now = clock.instant();
        parts.jobs().all().stream().map(j -> j.facts().id()).sorted().forEach(id -> handOver(id, now));
    }

    private void admit() {
        for (var candidate : gate.admit()) {
            admissions.add(new Input.OfJob(Gate.job(candidate), new JobEvent.Engine.Admitted(candidate.task())));
        }
    }

    /// How many wait before this task; for `why`. Called on the engine's thread.
    public long ahead(LiveJob job, int task) {
        return gate.ahead(job.facts(), task);
    }

    public long epoch() {
        return leader.epoch();
    }
}
