package dev.outlast.controller.lifecycle;

import java.util.Optional;

/// Removals that are owed although the task went on.
final class LeftoverRules {
    private LeftoverRules() {}

    static Optional<Step> report(TaskState state, JobEvent.Report report, Situation in) {
        var owed = state.leftovers().stream()
                .filter(l -> l.attempt() == report.attempt())
                .findFirst();
        if (owed.isEmpty()) {
            return Optional.empty();
        }
        var leftover = owed.get();
        return switch (report) {
            case JobEvent.Report.Released _ ->
                Optional.of(Step.to(state.settled(leftover.attempt()), leftover.attempt(), "cleaned_up", ""));
            case JobEvent.Report.ReleaseFailed failed ->
                Optional.of(Step.to(
                        state.owing(again(leftover, leftover.held(), in)),
                        leftover.attempt(),
                        "clean_up_failed",
                        failed.detail()));
            case JobEvent.Report.Launched late ->
                Optional.of(Step.to(
                        state.owing(again(leftover, new Held.ByHandle(late.handle()), in)),
                        leftover.attempt(),
                        "launched_late",
                        "the cluster came after the task had gone on; it stays inert and is removed"));
            case JobEvent.Report.LaunchFailed _,
                    JobEvent.Report.Activated _,
                    JobEvent.Report.ActivateFailed _,
                    JobEvent.Report.Observed _,
                    JobEvent.Report.ResumeFound _,
                    JobEvent.Report.ResumeFailed _,
                    JobEvent.Report.OffersFound _,
                    JobEvent.Report.OffersFailed _ -> Optional.of(Step.stay(state));
        };
    }

    private static Leftover again(Leftover leftover, Held held, Situation in) {
        var tries = leftover.tries() + 1;
        return new Leftover(
                leftover.attempt(),
                leftover.provider(),
                held,
                tries,
                in.now().plus(in.policies().backoff().pause(tries, in.jitter())));
    }
}
