package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import java.time.Duration;

/// Creating the inert cluster and activating it.
final class LaunchRules {
    private static final int ACTIVATION_TRIES = 5;

    private LaunchRules() {}

    static Step launching(TaskState state, Phase.Launching s, JobEvent.Report report, Situation in) {
        return switch (report) {
            case JobEvent.Report.Launched launched ->
                Step.to(
                        state.in(new Phase.Activating(
                                new Live(s.attempt(), s.offer(), launched.handle(), s.resume()),
                                in.now(),
                                0,
                                in.now())),
                        s.attempt(),
                        "launched",
                        "");
            case JobEvent.Report.LaunchFailed failed -> refused(state, s, failed, in);
            case JobEvent.Report.Activated _,
                    JobEvent.Report.ActivateFailed _,
                    JobEvent.Report.Observed _,
                    JobEvent.Report.ResumeFound _,
                    JobEvent.Report.ResumeFailed _,
                    JobEvent.Report.OffersFound _,
                    JobEvent.Report.OffersFailed _,
                    JobEvent.Report.Released _,
                    JobEvent.Report.ReleaseFailed _ -> Step.stay(state);
        };
    }

    private static Step refused(TaskState state, Phase.Launching s, JobEvent.Report.LaunchFailed failed, Situation in) {
        if (!failed.certain()) {
            return unknown(state, s, failed.detail(), in);
        }
        if (failed.fault() == Fault.CONFIG) {
            return Step.to(
                    state.in(new Phase.Ended(new Outcome.Failed(Fault.CONFIG, failed.detail()), in.now())),
                    s.attempt(),
                    "failed",
                    failed.detail());
        }
        // A full place is closed for everybody, so the next offer is tried at once and the back-off does not grow; a
        // sick provider gets a pause.
        var ledger =
                failed.fault().isRefusal() ? state.ledger() : state.ledger().notLaunched();
        var pause = in.policies().backoff().pause(ledger.infraStreak(), in.jitter());
        var notBefore = failed.fault().isRefusal() ? in.now() : in.now().plus(pause);
        return Step.to(
                state.with(ledger).in(new Phase.Placing(in.now(), new Phase.Resume.Known(s.resume()), notBefore)),
                s.attempt(),
                "refused",
                failed.fault() + ": " + failed.detail());
    }

    private static Step unknown(TaskState state, Phase.Launching s, String detail, Situation in) {
        var releasing = new Phase.Releasing(
                s.attempt(),
                s.offer(),
                new Held.ByToken(),
                new After.Retry(Fault.PROVIDER, detail),
                in.now(),
                0,
                in.now());
        return Step.to(
                state.with(state.ledger().notLaunched()).in(releasing),
                s.attempt(),
                "launch_unknown",
                detail + "; looking for it by its token before the next attempt");
    }

    static Step tick(TaskState state, Phase.Launching s, Situation in) {
        var deadline = s.since().plus(in.policies().launchDeadline());
        return in.now().isBefore(deadline)
                ? Step.stay(state)
                : unknown(
                        state,
                        s,
                        "no answer within " + Words.duration(in.policies().launchDeadline()),
                        in);
    }

    static Step activating(TaskState state, Phase.Activating s, TaskFacts facts, JobEvent.Report report, Situation in) {
        return switch (report) {
            case JobEvent.Report.Activated _ ->
                Step.to(
                        state.in(new Phase.Preparing(s.live(), in.now(), new Contact.Good())),
                        s.live().number(),
                        "activated",
                        facts.hasSetup() ? "setup runs" : "");
            case JobEvent.Report.ActivateFailed failed -> notActivated(state, s, failed, in);
            case JobEvent.Report.Observed seen -> seenEarly(state, s, facts, seen.observation(), in);
            case JobEvent.Report.Launched _,
                    JobEvent.Report.LaunchFailed _,
                    JobEvent.Report.ResumeFound _,
                    JobEvent.Report.ResumeFailed _,
                    JobEvent.Report.OffersFound _,
                    JobEvent.Report.OffersFailed _,
                    JobEvent.Report.Released _,
                    JobEvent.Report.ReleaseFailed _ -> Step.stay(state);
        };
    }

    /// A look may overtake the activation's answer, or replace one that was lost: a cluster that does something was
    /// activated. What was seen would not be reported a second time.
    private static Step seenEarly(
            TaskState state, Phase.Activating s, TaskFacts facts, Observation observation, Situation in) {
        return switch (observation) {
            case Observation.Up up -> Ranks.begun(up.ranks()) ? begun(state, s, facts, up, in) : Step.stay(state);
            case Observation.Noticed noticed ->
                Ranks.begun(noticed.ranks())
                        ? begun(state, s, facts, noticed, in)
                        : RunRules.lost(state, s.live(), Fault.PREEMPTED, noticed.detail(), Duration.ZERO, in);
            case Observation.Gone gone -> RunRules.gone(state, s.live(), facts, gone, Duration.ZERO, in);
            case Observation.Unknown _ -> Step.stay(state);
        };
    }

    private static Step begun(
            TaskState state, Phase.Activating s, TaskFacts facts, Observation observation, Situation in) {
        var preparing = new Phase.Preparing(s.live(), in.now(), new Contact.Good());
        var seen = RunRules.preparing(state.in(preparing), preparing, facts, observation, in);
        var activated = Step.to(seen.next(), s.live().number(), "activated", facts.hasSetup() ? "setup runs" : "");
        for (var line : seen.lines()) {
            activated = activated.also(line.attempt(), line.kind(), line.detail());
        }
        return activated;
    }

    private static Step notActivated(
            TaskState state, Phase.Activating s, JobEvent.Report.ActivateFailed failed, Situation in) {
        var attempt = s.live().number();
        if (failed.certain() && failed.fault() == Fault.CONFIG) {
            var end = new After.End(new Outcome.Failed(Fault.CONFIG, failed.detail()));
            return Step.to(state.in(Exits.release(s.live(), end, in)), attempt, "activation_refused", failed.detail());
        }
        if (failed.certain() && (failed.fault() == Fault.NODE_LOST || failed.fault() == Fault.PREEMPTED)) {
            return RunRules.lost(state, s.live(), failed.fault(), failed.detail(), Duration.ZERO, in);
        }
        if (s.tries() + 1 >= ACTIVATION_TRIES) {
            var retry = new After.Retry(failed.fault(), failed.detail());
            return Step.to(
                    state.with(state.ledger().notLaunched()).in(Exits.release(s.live(), retry, in)),
                    attempt,
                    "activation_failed",
                    failed.detail());
        }
        var notBefore = in.now().plus(in.policies().backoff().pause(s.tries() + 1, in.jitter()));
        return Step.to(
                state.in(new Phase.Activating(s.live(), s.since(), s.tries() + 1, notBefore)),
                attempt,
                "activation_unsure",
                failed.detail());
    }
}
