package dev.outlast.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;

/// What the end of one task means for the tasks after it.
final class Pipeline {
    private Pipeline() {}

    static Decision taskEnded(
            JobFacts facts, JobState state, int index, Phase.Ended ended, Situation in, List<Decision.Note> notes) {
        var all = new ArrayList<>(notes);
        var next = state;
        for (int i = index + 1; i < state.tasks().size(); i++) {
            if (!(state.task(i).phase() instanceof Phase.Blocked)) {
                continue;
            }
            if (ended.outcome() instanceof Outcome.Succeeded) {
                var ledger = state.task(i).ledger().waitingFrom(in.now());
                next = next.with(i, state.task(i).with(ledger).in(new Phase.Queued(in.now())));
                all.add(new Decision.Note(i, 0, "queued", "task " + index + " succeeded"));
                break;
            }
            var because = state.cancelledBy().isEmpty()
                    ? "task " + index + " (" + facts.tasks().get(index).name() + "), which did not succeed"
                    : state.cancelledBy();
            next = next.with(i, state.task(i).in(new Phase.Ended(new Outcome.Cancelled(because), in.now())));
            all.add(new Decision.Note(i, 0, "cancelled", because));
        }
        return new Decision(next, all);
    }
}
