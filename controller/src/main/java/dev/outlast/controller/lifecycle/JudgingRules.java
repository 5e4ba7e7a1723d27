package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import dev.outlast.recovery.Judgement;
import java.time.Duration;

/// A non-zero exit is not yet a verdict. Only a look gives one, also after the blame window: time that passed while
/// nobody could look, as between two leaders, blames nobody.
final class JudgingRules {
    private JudgingRules() {}

    /// What counts is when somebody looked, not when the engine came to hear of it: a look from before the exit,
    /// or from
    /// before the code had settled, says nothing about the nodes now.
    static Step seen(TaskState state, Phase.Judging s, TaskFacts facts, JobEvent.Report.Observed seen, Situation in) {
        if (s.since().isAfter(in.now())) {
            // An earlier leader's clock was ahead: the window begins anew.
            return Step.stay(state.in(new Phase.Judging(s.live(), s.inSetup(), s.code(), in.now(), s.ranFor())));
        }
        // A window counts from this leader's first moment: while nobody led, and over a step of the wall clock
        // between two leaders, nobody looked.
        var since = s.since().isBefore(in.leadingSince()) ? in.leadingSince() : s.since();
        var elapsed = Duration.between(since, seen.at());
        var verdict = Judgement.judge(
                s.code(), seen.observation(), elapsed, in.policies().judgement());
        return switch (verdict) {
            case Judgement.Verdict.NotYet _ -> Step.stay(state);
            case Judgement.Verdict.Lost lost ->
                RunRules.lost(state, s.live(), lost.fault(), lost.detail(), s.ranFor(), in);
            case Judgement.Verdict.UserError _ ->
                elapsed.isNegative() && !(seen.observation() instanceof Observation.Gone)
                        ? Step.stay(state)
                        : blame(state, s, facts, in);
        };
    }

    private static Step blame(TaskState state, Phase.Judging s, TaskFacts facts, Situation in) {
        var fault = s.inSetup() ? Fault.SETUP : Fault.USER;
        var detail = (s.inSetup() ? "setup" : "run") + " ended with code " + s.code();
        return UserErrors.decide(state, s.live(), facts, fault, s.code(), detail, s.ranFor(), in);
    }
}
