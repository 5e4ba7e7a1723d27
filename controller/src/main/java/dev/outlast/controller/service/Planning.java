package dev.outlast.controller.service;

import dev.outlast.controller.api.Answer;
import dev.outlast.controller.api.Plan;
import dev.outlast.controller.api.SubmitRequest;
import dev.outlast.controller.lifecycle.Ledger;
import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.controller.lifecycle.Words;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.task.Problem;
import dev.outlast.recovery.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a submit would do now, without doing it.
final class Planning {
    private final Submitting submitting;
    private final Standing standing;

    Planning(Submitting submitting, Standing standing) {
        this.submitting = submitting;
        this.standing = standing;
    }

    Answer<Plan> plan(SubmitRequest request) {
        return switch (submitting.read(request)) {
            case Answer.Done<Submitting.Understood>(Submitting.Understood readable) -> {
                var facts = submitting
                        .compile(readable.job(), request.blobs(), true)
                        .facts();
                var tasks = new ArrayList<Plan.TaskPlan>();
                for (int i = 0; i < facts.size(); i++) {
                    tasks.add(task(i, facts.get(i)));
                }
                yield new Answer.Done<>(new Plan(readable.job().name(), tasks, readable.warnings()));
            }
            case Answer.Refused<Submitting.Understood>(List<Problem> problems) -> new Answer.Refused<>(problems);
            case Answer.NotFound<Submitting.Understood> _,
                    Answer.Conflict<Submitting.Understood> _,
                    Answer.Busy<Submitting.Understood> _,
                    Answer.NoSpace<Submitting.Understood> _,
                    Answer.Unavailable<Submitting.Understood> _,
                    Answer.Unknown<Submitting.Understood> _ ->
                new Answer.Unavailable<>("the task text could not be looked at");
        };
    }

    private Plan.TaskPlan task(int index, TaskFacts facts) {
        if (!facts.hasRun()) {
            return new Plan.TaskPlan(
                    index, facts.name(), facts.demand().nodes(), List.of(), "succeeds at once: it has no run");
        }
        try {
            var ranked = Placement.rank(
                    facts.demand(), offers(facts.demand()), facts.recovery().strategy(), Ledger.NOWHERE);
            var choices = ranked.stream()
                    .map(o -> new Plan.Choice(o, Optional.empty()))
                    .toList();
            var says = ranked.isEmpty()
                    ? "fits nowhere: no configured launcher ever offers " + Words.demand(facts.demand())
                    : "first asks for " + Words.offer(ranked.getFirst());
            return new Plan.TaskPlan(index, facts.name(), facts.demand().nodes(), choices, says);
        } catch (LauncherException away) {
            return new Plan.TaskPlan(
                    index,
                    facts.name(),
                    facts.demand().nodes(),
                    List.of(),
                    "cannot be planned now: " + away.getMessage());
        }
    }

    private List<List<Offer>> offers(Demand demand) throws LauncherException {
        var term = standing.term().orElseThrow(() -> Standing.notLeading());
        var byChoice = new ArrayList<List<Offer>>();
        if (!demand.ordered()) {
            byChoice.add(term.performer().ask(demand));
            return byChoice;
        }
        for (var choice : demand.choices()) {
            byChoice.add(term.performer().ask(demand.only(choice)));
        }
        return byChoice;
    }
}
