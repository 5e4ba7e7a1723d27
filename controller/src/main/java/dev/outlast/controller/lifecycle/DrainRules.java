package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.List;

/// The job was told to end. Exit 0 on all ranks is success all the same; any other exit is ours, not the user's.
final class DrainRules {
    private DrainRules() {}

    static Step seen(TaskState state, Phase.Draining s, Observation observation, Situation in) {
        return switch (observation) {
            case Observation.Up up -> ended(state, s, up.ranks(), in);
            case Observation.Noticed noticed -> ended(state, s, noticed.ranks(), in);
            case Observation.Gone gone -> leave(state, s, gone.detail(), in);
            case Observation.Unknown _ -> Step.stay(state);
        };
    }

    static Step tick(TaskState state, Phase.Draining s, Situation in) {
        return in.now().isBefore(s.deadline())
                ? Step.stay(state)
                : leave(state, s, "it did not end within its grace", in);
    }

    private static Step ended(TaskState state, Phase.Draining s, List<RankReport> ranks, Situation in) {
        if (Ranks.allSucceeded(ranks)) {
            var end = new After.End(new Outcome.Succeeded());
            return Step.to(
                    state.with(state.ledger().ran(drainedFor(s, in))).in(Exits.release(s.live(), end, in)),
                    s.live().number(),
                    "exited",
                    "code 0 on every rank");
        }
        return Ranks.allExited(ranks) ? leave(state, s, "it ended after SIGTERM", in) : Step.stay(state);
    }

    /// What it ran after it was told to end; what it ran before was counted then.
    private static Duration drainedFor(Phase.Draining s, Situation in) {
        return s.since().isBefore(in.now()) ? Duration.between(s.since(), in.now()) : Duration.ZERO;
    }

    private static Step leave(TaskState state, Phase.Draining s, String detail, Situation in) {
        return switch (s.after()) {
            case After.Retry retry ->
                RunRules.lost(state, s.live(), retry.fault(), retry.detail(), drainedFor(s, in), in);
            case After.End end ->
                Step.to(
                        state.with(state.ledger().ran(drainedFor(s, in))).in(Exits.release(s.live(), end, in)),
                        s.live().number(),
                        "drained",
                        end.outcome() instanceof Outcome.Failed failed && failed.fault() == Fault.LIMIT
                                ? failed.detail() + "; " + detail
                                : detail);
        };
    }
}
