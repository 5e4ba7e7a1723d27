package dev.outlast.recovery;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// Whose fault a non-zero exit is. Evidence of loss or of a notice beats the exit code; without it the user's
/// program is blamed only once every node was confirmed healthy, or the blame window has passed.
public final class Judgement {
    private Judgement() {}

    /// @param blameWindow how long to wait for evidence while a node does not answer
    /// @param settle how long a code above 128 (killed by a signal, as a dying node does) waits for evidence even
    ///     though every node answers
    public record Policy(Duration blameWindow, Duration settle) {
        public Policy {
            Objects.requireNonNull(blameWindow);
            Objects.requireNonNull(settle);
        }
    }

    public sealed interface Verdict {
        /// The infrastructure lost it; no error budget is spent.
        record Lost(Fault fault, String detail) implements Verdict {
            public Lost {
                Objects.requireNonNull(fault);
                Objects.requireNonNull(detail);
            }
        }

        record UserError() implements Verdict {}

        record NotYet() implements Verdict {}
    }

    /// @param code the exit code, not 0
    /// @param elapsed since the exit was first seen
    public static Verdict judge(int code, Observation seen, Duration elapsed, Policy policy) {
        return switch (seen) {
            case Observation.Gone gone ->
                gone.fault() == Fault.USER ? new Verdict.UserError() : new Verdict.Lost(gone.fault(), gone.detail());
            case Observation.Noticed noticed -> new Verdict.Lost(Fault.PREEMPTED, noticed.detail());
            case Observation.Up up ->
                stoppedByUs(up.ranks())
                        ? new Verdict.Lost(Fault.NODE_LOST, "the node stopped it after it lost contact")
                        : settled(code, elapsed, policy) ? new Verdict.UserError() : new Verdict.NotYet();
            case Observation.Unknown _ ->
                elapsed.compareTo(policy.blameWindow()) >= 0 ? new Verdict.UserError() : new Verdict.NotYet();
        };
    }

    private static boolean stoppedByUs(List<RankReport> ranks) {
        return ranks.stream().anyMatch(r -> r.phase() instanceof RankReport.Phase.Exited exited && exited.stopped());
    }

    private static boolean settled(int code, Duration elapsed, Policy policy) {
        return code <= 128 || elapsed.compareTo(policy.settle()) >= 0;
    }
}
