package dev.outlast.controller.effects;

import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.Optional;

/// How long each effect may take, and what it means that it did not answer by then.
public final class Deadlines {
    private Deadlines() {}

    public static Duration of(Effect effect, Duration launchDeadline) {
        return switch (effect) {
            case Effect.FindResumePoint _ -> Duration.ofMinutes(10);
            case Effect.FindOffers _ -> Duration.ofMinutes(1);
            case Effect.Launch _ -> launchDeadline;
            case Effect.Activate _ -> Duration.ofMinutes(5);
            case Effect.Observe _ -> Duration.ofMinutes(1);
            case Effect.Drain _ -> Duration.ofMinutes(1);
            case Effect.Release _ -> Duration.ofMinutes(10);
        };
    }

    /// Nothing waits for the answer of a look or a drain, so their silence is no news.
    public static Optional<JobEvent> passed(Effect e, String detail) {
        return switch (e) {
            case Effect.FindResumePoint _ ->
                Optional.of(new JobEvent.Report.ResumeFailed(e.task(), e.attempt(), detail));
            case Effect.FindOffers _ -> Optional.of(new JobEvent.Report.OffersFailed(e.task(), e.attempt(), detail));
            case Effect.Launch _ ->
                Optional.of(new JobEvent.Report.LaunchFailed(e.task(), e.attempt(), Fault.PROVIDER, false, detail));
            case Effect.Activate _ ->
                Optional.of(new JobEvent.Report.ActivateFailed(e.task(), e.attempt(), Fault.PROVIDER, false, detail));
            case Effect.Release _ -> Optional.of(new JobEvent.Report.ReleaseFailed(e.task(), e.attempt(), detail));
            case Effect.Observe _, Effect.Drain _ -> Optional.empty();
        };
    }
}
