package dev.outlast.controller.lifecycle;

/// The only door to a new attempt or to the end. "Never two activated clusters" and "no leak" are properties of it.
final class ReleaseRules {
    private ReleaseRules() {}

    static Step report(TaskState state, Phase.Releasing s, TaskFacts facts, JobEvent.Report report, Situation in) {
        return switch (report) {
            case JobEvent.Report.Released _ -> next(state, s, in);
            case JobEvent.Report.ReleaseFailed failed -> failed(state, s, failed.detail(), in);
            case JobEvent.Report.Launched late ->
                s.held() instanceof Held.ByToken
                        ? Step.to(
                                state.in(new Phase.Releasing(
                                        s.attempt(),
                                        s.offer(),
                                        new Held.ByHandle(late.handle()),
                                        s.after(),
                                        s.since(),
                                        s.tries() + 1,
                                        in.now())),
                                s.attempt(),
                                "launched_late",
                                "the cluster came after all; it stays inert and is removed")
                        : Step.stay(state);
            case JobEvent.Report.LaunchFailed _,
                    JobEvent.Report.Activated _,
                    JobEvent.Report.ActivateFailed _,
                    JobEvent.Report.Observed _,
                    JobEvent.Report.ResumeFound _,
                    JobEvent.Report.ResumeFailed _,
                    JobEvent.Report.OffersFound _,
                    JobEvent.Report.OffersFailed _ -> Step.stay(state);
        };
    }

    private static Step next(TaskState state, Phase.Releasing s, Situation in) {
        return switch (s.after()) {
            case After.End end -> ended(state, s.attempt(), end.outcome(), in);
            case After.Retry retry -> again(state, s, retry, in);
        };
    }

    private static Step again(TaskState state, Phase.Releasing s, After.Retry retry, Situation in) {
        var delay = in.policies().backoff().delay(state.ledger().infraStreak(), in.jitter());
        if (delay.isZero()) {
            return Step.to(state.in(new Phase.Queued(in.now())), s.attempt(), "released", "next attempt at once");
        }
        return Step.to(
                state.in(new Phase.Backoff(in.now().plus(delay), retry.fault(), retry.detail())),
                s.attempt(),
                "released",
                "next attempt in " + Words.duration(delay));
    }

    private static Step ended(TaskState state, int attempt, Outcome outcome, Situation in) {
        var next = state.in(new Phase.Ended(outcome, in.now()));
        return switch (outcome) {
            case Outcome.Succeeded _ -> Step.to(next, attempt, "succeeded", "");
            case Outcome.Failed failed -> Step.to(next, attempt, "failed", failed.detail());
            case Outcome.Cancelled cancelled -> Step.to(next, attempt, "cancelled", "by " + cancelled.by());
        };
    }

    /// An activated cluster is never left behind by a retry; an inert one, or one whose task has ended, is handed
    /// to
    /// the janitor after some tries.
    private static Step failed(TaskState state, Phase.Releasing s, String detail, Situation in) {
        var tries = s.tries() + 1;
        var notBefore = in.now().plus(in.policies().backoff().pause(tries, in.jitter()));
        var inert = s.held() instanceof Held.ByToken;
        if (tries >= in.policies().releaseTries() && (inert || s.after() instanceof After.End)) {
            var owing =
                    state.owing(new Leftover(s.attempt(), s.offer().place().provider(), s.held(), tries, notBefore));
            var step = next(owing, s, in);
            return step.also(s.attempt(), "clean_up_owed", detail);
        }
        return Step.to(
                state.in(new Phase.Releasing(s.attempt(), s.offer(), s.held(), s.after(), s.since(), tries, notBefore)),
                s.attempt(),
                "release_failed",
                detail);
    }
}
