package dev.outlast.controller.lifecycle;

import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RunLimits;
import java.time.Instant;
import java.util.Optional;

/// `max_wait`: from submit, and from each loss, until `run` starts.
final class WaitRules {
    private WaitRules() {}

    /// Until when the task may wait, where a limit applies in its phase.
    static Optional<Instant> until(TaskState state, TaskFacts facts) {
        if (!RunLimits.isSet(facts.limits().maxWait())) {
            return Optional.empty();
        }
        return switch (state.phase()) {
            case Phase.Queued _,
                    Phase.Placing _,
                    Phase.Launching _,
                    Phase.Activating _,
                    Phase.Preparing _,
                    Phase.Backoff _ ->
                Optional.of(state.ledger().waitingSince().plus(facts.limits().maxWait()));
            case Phase.Blocked _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Draining _,
                    Phase.Releasing _,
                    Phase.Ended _ -> Optional.empty();
        };
    }

    static Optional<Step> tick(TaskState state, TaskFacts facts, Situation in) {
        var until = until(state, facts);
        if (until.isEmpty() || in.now().isBefore(until.get())) {
            return Optional.empty();
        }
        var detail = "max_wait of " + Words.duration(facts.limits().maxWait()) + " passed before run started";
        var outcome = new Outcome.Failed(Fault.CAPACITY, detail);
        var end = new After.End(outcome);
        return Optional.of(
                switch (state.phase()) {
                    case Phase.Launching s ->
                        Step.to(
                                state.in(new Phase.Releasing(
                                        s.attempt(), s.offer(), new Held.ByToken(), end, in.now(), 0, in.now())),
                                s.attempt(),
                                "limit",
                                detail);
                    case Phase.Activating s -> release(state, s.live(), end, detail, in);
                    case Phase.Preparing s -> release(state, s.live(), end, detail, in);
                    case Phase.Queued _,
                            Phase.Placing _,
                            Phase.Backoff _,
                            Phase.Blocked _,
                            Phase.Running _,
                            Phase.Judging _,
                            Phase.Draining _,
                            Phase.Releasing _,
                            Phase.Ended _ -> Step.to(state.in(new Phase.Ended(outcome, in.now())), 0, "failed", detail);
                });
    }

    private static Step release(TaskState state, Live live, After end, String detail, Situation in) {
        return Step.to(state.in(Exits.release(live, end, in)), live.number(), "limit", detail);
    }
}
