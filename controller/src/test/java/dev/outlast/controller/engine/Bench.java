package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Situation;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.Admission;
import dev.outlast.recovery.OfferBoard;
import dev.outlast.recovery.RecoveryPolicy;
import dev.outlast.recovery.RunLimits;
import dev.outlast.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// One engine over a store in memory. Time stands still unless moved; hands only remember what they were given.
final class Bench {
    static final Offer EAST = new Offer(new Place("fake", "east", ""), "small", true, 1);
    static final Offer WEST = new Offer(new Place("fake", "west", ""), "small", true, 2);
    private static final SpecRow SPEC = new SpecRow("hash", "run: train", "");

    final InMemoryStore store = new InMemoryStore();
    final List<EffectOrder> handed = new ArrayList<>();
    final List<String> alarms = new ArrayList<>();
    final List<Listener.Change> changes = new ArrayList<>();
    Decider decider = Lifecycle::decide;
    JobTexts texts = new PlainTexts();
    Admission.Limits limits = new Admission.Limits(1_000, 1_000, Map.of());
    int roomMade;
    private Jobs jobs = new Jobs();
    private Optional<Engine> engine = Optional.empty();
    private Instant now = Instant.parse("2026-11-21T08:00:00Z");

    /// Names a state by its text form; good enough where nothing is read back.
    static final class PlainTexts implements JobTexts {
        @Override
        public String state(JobState state, String carried) {
            return state.toString();
        }

        @Override
        public String meta(List<String> taskIds, int jobRank, int numJobs, long retryOf) {
            return String.join(",", taskIds);
        }
    }

    Engine engine() {
        return engine.orElseGet(this::lead);
    }

    Jobs jobs() {
        engine();
        return jobs;
    }

    /// Takes the lead with nothing to take up.
    Engine lead() {
        jobs = new Jobs();
        try {
            var leader = store.takeLead("bench");
            var made = new Engine(
                    new EngineParts(
                            store,
                            jobs,
                            handed::add,
                            (committed, _) -> changes.addAll(committed),
                            texts,
                            decider,
                            new OfferBoard(Situation.Policies.DEFAULT.backoff()),
                            (name, job, task) -> name + "-" + job + "-" + task,
                            new SplittableRandom(1),
                            _ -> {},
                            () -> roomMade++,
                            (what, _) -> alarms.add(what)),
                    new EngineSettings(Situation.Policies.DEFAULT, limits, 512, 100, ""),
                    leader,
                    () -> now);
            engine = Optional.of(made);
            return made;
        } catch (StoreException away) {
            throw new IllegalStateException(away);
        }
    }

    Bench step(Input... inputs) throws LostLeadership, InterruptedException {
        engine().step(List.of(inputs));
        return this;
    }

    /// Steps until the engine owes itself nothing more now.
    Bench settle() throws LostLeadership, InterruptedException {
        for (int i = 0; i < 100 && engine().idleFor().isZero(); i++) {
            step();
        }
        return this;
    }

    Bench later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Input.Submit submit(Reply reply) {
        return submit("", "", reply);
    }

    Input.Submit submit(String key, String body, Reply reply) {
        return new Input.Submit(jobs(1, plain()), key, body, reply);
    }

    static NewJobs jobs(int count, TaskFacts... tasks) {
        return new NewJobs(SPEC, "train", "ann", 0, List.of(tasks), count, List.of(), 0, _ -> "");
    }

    static TaskFacts plain() {
        var choice = new Demand.Choice(
                new Place("", "", ""),
                Quantity.ANY,
                Quantity.ANY,
                "",
                0,
                "",
                Demand.Spot.YES,
                Double.POSITIVE_INFINITY);
        return new TaskFacts(
                "train",
                true,
                false,
                new Demand(1, List.of(choice), false),
                RecoveryPolicy.DEFAULT,
                RunLimits.NONE,
                List.of());
    }

    /// A job that was submitted, admitted and settled.
    JobId submitted() throws LostLeadership, InterruptedException {
        var made = new ArrayList<JobId>();
        step(submit(answer -> made.addAll(((Reply.Answer.Done) answer).jobs()))).settle();
        return made.getFirst();
    }

    /// A job in `run` on a cluster in the east.
    JobId running() throws LostLeadership, InterruptedException {
        var id = submitted();
        step(offers(id, 1, EAST, WEST));
        step(launched(id, 1));
        step(of(id, new JobEvent.Report.Activated(0, 1)));
        step(observed(id, 1, up(new RankReport.Phase.InRun())));
        return id;
    }

    static Input.OfJob of(JobId id, JobEvent event) {
        return new Input.OfJob(id, event);
    }

    static Input.OfJob offers(JobId id, int attempt, Offer... offers) {
        return of(id, new JobEvent.Report.OffersFound(0, attempt, List.of(List.of(offers))));
    }

    static Input.OfJob launched(JobId id, int attempt) {
        return of(id, new JobEvent.Report.Launched(0, attempt, new ClusterHandle("fake", 1, id + "-" + attempt)));
    }

    static Input.OfJob observed(JobId id, int attempt, Observation observation) {
        return of(id, new JobEvent.Report.Observed(0, attempt, observation, Instant.MAX));
    }

    static Observation up(RankReport.Phase phase) {
        return new Observation.Up(List.of(new RankReport(0, phase, Duration.ZERO, Duration.ZERO)));
    }

    List<Effect> handed(JobId id) {
        return handed.stream()
                .filter(o -> o.job().facts().id().equals(id))
                .map(EffectOrder::effect)
                .toList();
    }

    LiveJob job(JobId id) {
        return jobs().find(id).orElseThrow();
    }

    long lastBatch() throws StoreException {
        return store.leader().lastBatch();
    }

    String status(JobId id) throws StoreException {
        return store.job(id).orElseThrow().status();
    }
}
