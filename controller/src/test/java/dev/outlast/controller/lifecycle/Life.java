package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.BackoffPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// One job, driven event by event in virtual time. Steps name who speaks; the task under way is spoken of.
final class Life {
    private final JobFacts facts;
    private final List<Decision.Note> notes = new ArrayList<>();
    private final Set<OfferKey> closed = new HashSet<>();
    private Situation.Policies policies = Situation.Policies.DEFAULT;
    private JobState state;
    private Instant now = Given.START;

    private Life(JobFacts facts) {
        this.facts = facts;
        this.state = Lifecycle.begin(facts);
    }

    static Life of(TaskFacts... tasks) {
        return new Life(Given.job(tasks));
    }

    static Life of(JobFacts facts) {
        return new Life(facts);
    }

    /// A plain job on a cluster in the east, in `run`.
    static Life running(TaskFacts... tasks) {
        return of(tasks).admitted().offered(Given.EAST, Given.WEST).started();
    }

    Life with(BackoffPolicy backoff) {
        policies = new Situation.Policies(
                backoff, policies.judgement(), policies.launchDeadline(), policies.heldFor(), policies.releaseTries());
        return this;
    }

    Life on(JobEvent event) {
        var situation = new Situation(now, 0.5, key -> !closed.contains(key), _ -> true, policies);
        var decision = Lifecycle.decide(facts, state, event, situation);
        state = decision.next();
        notes.addAll(decision.notes());
        return this;
    }

    Life closed(Offer... offers) {
        for (var offer : offers) {
            closed.add(offer.key());
        }
        return this;
    }

    Life opened() {
        closed.clear();
        return this;
    }

    Life after(Duration time) {
        now = now.plus(time);
        return on(new JobEvent.Engine.Tick());
    }

    /// Time passes and nobody looks.
    Life later(Duration time) {
        now = now.plus(time);
        return this;
    }

    Life admitted() {
        return on(new JobEvent.Engine.Admitted(task()));
    }

    Life offered(Offer... offers) {
        if (phase() instanceof Phase.Placing s && s.resume() instanceof Phase.Resume.Unknown) {
            on(new JobEvent.Report.ResumeFound(task(), next(), new ResumePoint.Beginning(), List.of()));
        }
        return on(new JobEvent.Report.OffersFound(task(), next(), List.of(List.of(offers))));
    }

    Life launched() {
        return on(new JobEvent.Report.Launched(task(), attempt(), handle(attempt())));
    }

    Life launchFailed(Fault fault, boolean certain) {
        return on(new JobEvent.Report.LaunchFailed(task(), attempt(), fault, certain, "as told"));
    }

    Life activated() {
        return on(new JobEvent.Report.Activated(task(), attempt()));
    }

    /// From an accepted offer to the first look at `run`.
    Life started() {
        return launched().activated().seen(Seen.up(Seen.running(0)));
    }

    Life seen(Observation observation) {
        return seenAt(now, observation);
    }

    /// The engine hears only now what was seen then.
    Life seenAt(Instant at, Observation observation) {
        return on(new JobEvent.Report.Observed(task(), attempt(), observation, at));
    }

    Life released() {
        return on(new JobEvent.Report.Released(task(), attempt()));
    }

    Life releaseFailed() {
        return on(new JobEvent.Report.ReleaseFailed(task(), attempt(), "as told"));
    }

    Life cancelled() {
        return on(new JobEvent.Command.CancelAsked("ann"));
    }

    /// The cluster is gone, its place released, and the task is admitted again.
    Life backAgain() {
        released();
        if (phase() instanceof Phase.Backoff backoff) {
            after(Duration.between(now, backoff.until()));
        }
        return admitted();
    }

    Life inState(JobState other) {
        state = other;
        return this;
    }

    JobState state() {
        return state;
    }

    JobFacts facts() {
        return facts;
    }

    Instant now() {
        return now;
    }

    Status status() {
        return Status.of(state);
    }

    List<Effect> owes() {
        return Lifecycle.owes(facts, state, now);
    }

    /// The task under way: the first that has not ended, else the last.
    int task() {
        for (int i = 0; i < state.tasks().size(); i++) {
            if (!state.task(i).hasEnded()) {
                return i;
            }
        }
        return state.tasks().size() - 1;
    }

    TaskState taskState() {
        return state.task(task());
    }

    Ledger ledger() {
        return taskState().ledger();
    }

    Phase phase() {
        return taskState().phase();
    }

    int attempt() {
        return ledger().lastAttempt();
    }

    private int next() {
        return attempt() + 1;
    }

    List<String> kinds() {
        return notes.stream().map(Decision.Note::kind).toList();
    }

    Decision.Note lastNote() {
        return notes.getLast();
    }

    static ClusterHandle handle(int attempt) {
        return new ClusterHandle("fake", 1, "c-" + attempt);
    }
}
