package dev.outlast.controller.lifecycle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The life of a job: `decide` is total and pure, `owes` and `wakeAt` are derived from the state alone.
public final class Lifecycle {
    private Lifecycle() {}

    /// The state of a job that was just submitted.
    public static JobState begin(JobFacts facts) {
        var tasks = new ArrayList<TaskState>();
        for (int i = 0; i < facts.tasks().size(); i++) {
            var ledger = Ledger.fresh(facts.submittedAt());
            tasks.add(new TaskState(
                    ledger, i == 0 ? new Phase.Queued(facts.submittedAt()) : new Phase.Blocked(), List.of()));
        }
        return new JobState(tasks, "");
    }

    public static Decision decide(JobFacts facts, JobState state, JobEvent event, Situation in) {
        return switch (event) {
            case JobEvent.Command.CancelAsked asked -> cancel(facts, state, asked.by(), in);
            case JobEvent.Engine.Admitted admitted ->
                onTask(facts, state, admitted.task(), in, t -> TaskMachine.admitted(t, facts, admitted.task(), in));
            case JobEvent.Engine.Tick _ -> tick(facts, state, in);
            case JobEvent.Report report ->
                report.task() >= state.tasks().size()
                        ? Decision.stay(state)
                        : onTask(
                                facts,
                                state,
                                report.task(),
                                in,
                                t -> TaskMachine.report(t, facts.tasks().get(report.task()), report, in));
        };
    }

    /// What the state still owes the world, due at `now` or later. Level-triggered: the same state owes the same.
    public static List<Effect> owes(JobFacts facts, JobState state, Instant now) {
        var owed = new ArrayList<Effect>();
        for (int i = 0; i < state.tasks().size(); i++) {
            Owes.of(i, facts.tasks().get(i), state.task(i), now, owed);
        }
        return List.copyOf(owed);
    }

    /// When the job wants a [JobEvent.Engine.Tick], or an effect becomes due, although nothing else happens.
    ///
    /// @param now what was due by then was handed over already and wants no further wake
    public static Optional<Instant> wakeAt(JobFacts facts, JobState state, Instant now, Situation.Policies policies) {
        Optional<Instant> first = Optional.empty();
        for (int i = 0; i < state.tasks().size(); i++) {
            var at = Waking.of(facts.tasks().get(i), state.task(i), now, policies);
            if (at.isPresent() && (first.isEmpty() || at.get().isBefore(first.get()))) {
                first = at;
            }
        }
        return first;
    }

    private static Decision tick(JobFacts facts, JobState state, Situation in) {
        var decision = Decision.stay(state);
        for (int i = 0; i < state.tasks().size(); i++) {
            int task = i;
            var next = onTask(
                    facts,
                    decision.next(),
                    task,
                    in,
                    t -> TaskMachine.tick(t, facts.tasks().get(task), in));
            decision = joined(decision, next);
        }
        return decision;
    }

    private static Decision cancel(JobFacts facts, JobState state, String by, Situation in) {
        if (state.hasEnded() || !state.cancelledBy().isEmpty()) {
            return Decision.stay(state);
        }
        var decision = new Decision(
                new JobState(state.tasks(), by), List.of(new Decision.Note(0, 0, "cancel_asked", "asked by " + by)));
        for (int i = 0; i < state.tasks().size(); i++) {
            decision = joined(
                    decision,
                    onTask(facts, decision.next(), i, in, t -> CancelRules.cancel(t, new Outcome.Cancelled(by), in)));
        }
        return decision;
    }

    private interface Rule {
        Step apply(TaskState task);
    }

    private static Decision onTask(JobFacts facts, JobState state, int index, Situation in, Rule rule) {
        var before = state.task(index);
        var step = rule.apply(before);
        var notes = new ArrayList<Decision.Note>();
        step.lines().forEach(l -> notes.add(new Decision.Note(index, l.attempt(), l.kind(), l.detail())));
        var next = step.next().equals(before) ? state : state.with(index, step.next());
        if (step.next().phase() instanceof Phase.Ended ended && !before.hasEnded()) {
            return Pipeline.taskEnded(facts, next, index, ended, in, notes);
        }
        return new Decision(next, notes);
    }

    private static Decision joined(Decision first, Decision second) {
        var notes = new ArrayList<>(first.notes());
        notes.addAll(second.notes());
        return new Decision(second.next(), notes);
    }
}
