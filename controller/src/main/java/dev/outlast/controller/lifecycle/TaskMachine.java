package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;

/// One task's rules, dispatched by phase. Reports of another attempt than the phase's own are heard and ignored,
/// except the end of a removal that is still owed.
final class TaskMachine {
    private TaskMachine() {}

    static Step admitted(TaskState state, JobFacts job, int index, Situation in) {
        var facts = job.tasks().get(index);
        if (!(state.phase() instanceof Phase.Queued)) {
            return Step.stay(state);
        }
        if (!facts.hasRun()) {
            return Step.to(
                    state.in(new Phase.Ended(new Outcome.Succeeded(), in.now())),
                    0,
                    "succeeded",
                    "there is nothing to run");
        }
        Phase.Resume resume = facts.checkpointBuckets().isEmpty()
                ? new Phase.Resume.Known(new ResumePoint.Beginning())
                : new Phase.Resume.Unknown();
        return Step.to(state.in(new Phase.Placing(in.now(), resume, in.now())), 0, "placing", "");
    }

    static Step report(TaskState state, TaskFacts facts, JobEvent.Report report, Situation in) {
        var leftover = LeftoverRules.report(state, report, in);
        if (leftover.isPresent()) {
            return leftover.get();
        }
        return switch (state.phase()) {
            case Phase.Blocked _ -> Step.stay(state);
            case Phase.Queued _ -> Step.stay(state);
            case Phase.Placing s ->
                report.attempt() == state.ledger().lastAttempt() + 1
                        ? PlacingRules.report(state, s, facts, report, in)
                        : Step.stay(state);
            case Phase.Launching s ->
                report.attempt() == s.attempt() ? LaunchRules.launching(state, s, report, in) : Step.stay(state);
            case Phase.Activating s ->
                report.attempt() == s.live().number()
                        ? LaunchRules.activating(state, s, facts, report, in)
                        : Step.stay(state);
            case Phase.Preparing s ->
                report.attempt() == s.live().number() && report instanceof JobEvent.Report.Observed seen
                        ? RunRules.preparing(state, s, facts, seen.observation(), in)
                        : Step.stay(state);
            case Phase.Running s ->
                report.attempt() == s.live().number() && report instanceof JobEvent.Report.Observed seen
                        ? RunRules.running(state, s, facts, seen.observation(), in)
                        : Step.stay(state);
            case Phase.Judging s ->
                report.attempt() == s.live().number() && report instanceof JobEvent.Report.Observed seen
                        ? JudgingRules.seen(state, s, facts, seen, in)
                        : Step.stay(state);
            case Phase.Draining s ->
                report.attempt() == s.live().number() && report instanceof JobEvent.Report.Observed seen
                        ? DrainRules.seen(state, s, seen.observation(), in)
                        : Step.stay(state);
            case Phase.Releasing s ->
                report.attempt() == s.attempt() ? ReleaseRules.report(state, s, facts, report, in) : Step.stay(state);
            case Phase.Backoff _ -> Step.stay(state);
            case Phase.Ended _ -> Step.stay(state);
        };
    }

    static Step tick(TaskState state, TaskFacts facts, Situation in) {
        var waited = WaitRules.tick(state, facts, in);
        if (waited.isPresent()) {
            return waited.get();
        }
        return switch (state.phase()) {
            case Phase.Blocked _ -> Step.stay(state);
            case Phase.Queued _ -> Step.stay(state);
            case Phase.Placing _ -> Step.stay(state);
            case Phase.Launching s -> LaunchRules.tick(state, s, in);
            case Phase.Activating _ -> Step.stay(state);
            case Phase.Preparing s -> RunRules.silence(state, s.live(), s.contact(), facts, in);
            case Phase.Running s -> RunRules.silence(state, s.live(), s.contact(), facts, in);
            case Phase.Judging _ -> Step.stay(state);
            case Phase.Draining s -> DrainRules.tick(state, s, in);
            case Phase.Releasing _ -> Step.stay(state);
            case Phase.Backoff s ->
                in.now().isBefore(s.until())
                        ? Step.stay(state)
                        : Step.to(state.in(new Phase.Queued(in.now())), 0, "queued", "the back-off is over");
            case Phase.Ended _ -> Step.stay(state);
        };
    }
}
