package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Offer;

/// Cancel in every phase. It is final: no later attempt, and nothing left.
final class CancelRules {
    private CancelRules() {}

    static Step cancel(TaskState state, Outcome.Cancelled outcome, Situation in) {
        return switch (state.phase()) {
            case Phase.Blocked _ -> end(state, outcome, in);
            case Phase.Queued _ -> end(state, outcome, in);
            case Phase.Placing _ -> end(state, outcome, in);
            case Phase.Backoff _ -> end(state, outcome, in);
            case Phase.Launching s -> release(state, s.attempt(), s.offer(), new Held.ByToken(), outcome, in);
            case Phase.Activating s -> release(state, s.live(), outcome, in);
            case Phase.Preparing s -> release(state, s.live(), outcome, in);
            case Phase.Running s -> release(state, s.live(), outcome, in);
            case Phase.Judging s -> release(state, s.live(), outcome, in);
            case Phase.Draining s -> release(state, s.live(), outcome, in);
            case Phase.Releasing s ->
                s.after() instanceof After.Retry
                        ? Step.to(
                                state.in(new Phase.Releasing(
                                        s.attempt(),
                                        s.offer(),
                                        s.held(),
                                        new After.End(outcome),
                                        s.since(),
                                        s.tries(),
                                        s.notBefore())),
                                s.attempt(),
                                "cancelling",
                                "no further attempt")
                        : Step.stay(state);
            case Phase.Ended _ -> Step.stay(state);
        };
    }

    private static Step end(TaskState state, Outcome.Cancelled outcome, Situation in) {
        return Step.to(state.in(new Phase.Ended(outcome, in.now())), 0, "cancelled", "by " + outcome.by());
    }

    private static Step release(TaskState state, Live live, Outcome.Cancelled outcome, Situation in) {
        return release(state, live.number(), live.offer(), new Held.ByHandle(live.handle()), outcome, in);
    }

    private static Step release(
            TaskState state, int attempt, Offer offer, Held held, Outcome.Cancelled outcome, Situation in) {
        var releasing = new Phase.Releasing(attempt, offer, held, new After.End(outcome), in.now(), 0, in.now());
        return Step.to(state.in(releasing), attempt, "cancelling", "removing the cluster");
    }
}
