package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.Placement;
import java.util.List;

/// From "admitted" to "asked a provider": the resume point, the offers, the choice.
final class PlacingRules {
    private PlacingRules() {}

    static Step report(TaskState state, Phase.Placing s, TaskFacts facts, JobEvent.Report report, Situation in) {
        return switch (report) {
            case JobEvent.Report.ResumeFound found ->
                s.resume() instanceof Phase.Resume.Unknown
                        ? Step.to(
                                state.with(state.ledger().withSeals(found.seals()))
                                        .in(new Phase.Placing(
                                                s.since(), new Phase.Resume.Known(found.point()), in.now())),
                                report.attempt(),
                                "resume_point",
                                Words.resume(found.point()))
                        : Step.stay(state);
            case JobEvent.Report.ResumeFailed failed -> later(state, s, "resume_point_unknown", failed.detail(), in);
            case JobEvent.Report.OffersFailed failed -> later(state, s, "offers_unknown", failed.detail(), in);
            case JobEvent.Report.OffersFound found ->
                s.resume() instanceof Phase.Resume.Known known
                        ? place(state, known, facts, found.byChoice(), in)
                        : Step.stay(state);
            case JobEvent.Report.Launched _,
                    JobEvent.Report.LaunchFailed _,
                    JobEvent.Report.Activated _,
                    JobEvent.Report.ActivateFailed _,
                    JobEvent.Report.Observed _,
                    JobEvent.Report.Released _,
                    JobEvent.Report.ReleaseFailed _ -> Step.stay(state);
        };
    }

    private static Step later(TaskState state, Phase.Placing s, String kind, String detail, Situation in) {
        var ledger = state.ledger().notLaunched();
        var notBefore = in.now().plus(in.policies().backoff().pause(ledger.infraStreak(), in.jitter()));
        return Step.to(state.with(ledger).in(new Phase.Placing(s.since(), s.resume(), notBefore)), 0, kind, detail);
    }

    private static Step place(
            TaskState state, Phase.Resume.Known known, TaskFacts facts, List<List<Offer>> byChoice, Situation in) {
        var ledger = state.ledger();
        var ranked = Placement.rank(facts.demand(), byChoice, facts.recovery().strategy(), ledger.lost());
        if (ranked.isEmpty()) {
            return nowhere(state, facts, in);
        }
        var chosen = Placement.choose(
                ranked, o -> in.open().test(o.key()) && in.room().test(o.place()));
        if (chosen.isEmpty()) {
            return closed(state, ranked, in);
        }
        var attempt = ledger.lastAttempt() + 1;
        var offer = chosen.get();
        return Step.to(
                state.with(ledger.withAttempt(attempt))
                        .in(new Phase.Launching(attempt, offer, known.point(), in.now())),
                attempt,
                "launching",
                Words.offer(offer));
    }

    /// A task that never ran anywhere and fits nowhere is a mistake in the task; one that did will fit again.
    private static Step nowhere(TaskState state, TaskFacts facts, Situation in) {
        if (state.ledger().lastAttempt() == 0) {
            var detail = "no configured launcher can ever make such a cluster: "
                    + Words.demand(facts.demand())
                    + " is on offer nowhere";
            return Step.to(
                    state.in(new Phase.Ended(new Outcome.Failed(Fault.CONFIG, detail), in.now())), 0, "failed", detail);
        }
        return backOff(state, "no launcher offers such a cluster now", in);
    }

    private static Step closed(TaskState state, List<Offer> ranked, Situation in) {
        var full = ranked.stream().filter(o -> !in.open().test(o.key())).count();
        var detail = full == 0
                ? "a limit of this installation leaves no room in any of " + ranked.size() + " offers"
                : "no capacity in " + full + " of " + ranked.size() + " offers";
        return backOff(state, detail, in);
    }

    private static Step backOff(TaskState state, String detail, Situation in) {
        var ledger = state.ledger().notLaunched();
        var until = in.now().plus(in.policies().backoff().pause(ledger.infraStreak(), in.jitter()));
        return Step.to(
                state.with(ledger).in(new Phase.Backoff(until, Fault.CAPACITY, detail)), 0, "backing_off", detail);
    }
}
