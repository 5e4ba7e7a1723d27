package dev.outlast.controller.lifecycle;

import dev.outlast.core.job.Fault;
import dev.outlast.recovery.RecoveryPolicy;
import java.time.Duration;

/// What follows when the user's own program failed: the error budget, apart from the infrastructure's.
final class UserErrors {
    /// No program ended: nothing that `recover_on_exit_codes` could name.
    static final int NO_CODE = -1;
    /// SIGKILL, as the platform's out-of-memory kill.
    static final int KILLED = 137;

    private UserErrors() {}

    static Step decide(
            TaskState state,
            Live live,
            TaskFacts facts,
            Fault fault,
            int code,
            String detail,
            Duration ranFor,
            Situation in) {
        var ledger = state.ledger();
        var policy = facts.recovery();
        var restart = policy.restart(code, ledger.userErrors());
        if (restart == RecoveryPolicy.Restart.NO) {
            var end = new After.End(new Outcome.Failed(fault, detail));
            return Step.to(
                    state.with(ledger.ran(ranFor)).in(Exits.release(live, end, in)),
                    live.number(),
                    "user_error",
                    detail);
        }
        var counted = restart == RecoveryPolicy.Restart.COUNTED;
        var budget = counted
                ? "restart " + (ledger.userErrors() + 1) + " of " + policy.maxRestartsOnErrors()
                : "code " + code + " restarts without being counted";
        return Step.to(
                state.with(ledger.userError(counted, ranFor, in.now()))
                        .in(Exits.release(live, new After.Retry(fault, detail), in)),
                live.number(),
                "user_error",
                detail + "; " + budget);
    }
}
