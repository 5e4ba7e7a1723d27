package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.job.JobId;
import dev.outlast.recovery.Admission;
import java.util.List;

/// Keeps the admission queue in step with committed states.
final class Gate {
    private final Admission admission;
    private final String onlyProvider;

    Gate(Admission admission, String onlyProvider) {
        this.admission = admission;
        this.onlyProvider = onlyProvider;
    }

    /// A task is, or came to be, in this state.
    void saw(JobFacts facts, int task, TaskState state, boolean parked) {
        var candidate = new Admission.Candidate(facts.priority(), facts.id().value(), task);
        var bucket = bucket(facts, task);
        switch (state.phase()) {
            case Phase.Queued _ -> {
                admission.vacate(candidate);
                if (parked) {
                    admission.withdraw(bucket, candidate);
                } else {
                    admission.enqueue(bucket, candidate);
                }
            }
            case Phase.Blocked _, Phase.Backoff _, Phase.Ended _ -> {
                admission.vacate(candidate);
                admission.withdraw(bucket, candidate);
            }
            case Phase.Placing _,
                    Phase.Launching _,
                    Phase.Activating _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Draining _,
                    Phase.Releasing _ -> admission.occupy(bucket, candidate);
        }
    }

    List<Admission.Candidate> admit() {
        return admission.admit();
    }

    /// An admission that was taken back because nothing came of it.
    void undo(JobFacts facts, int task) {
        admission.vacate(new Admission.Candidate(facts.priority(), facts.id().value(), task));
    }

    long ahead(JobFacts facts, int task) {
        return admission.ahead(
                new Admission.Candidate(facts.priority(), facts.id().value(), task));
    }

    static JobId job(Admission.Candidate candidate) {
        return new JobId(candidate.job());
    }

    private Admission.Bucket bucket(JobFacts facts, int task) {
        return new Admission.Bucket(facts.user(), pinned(facts.tasks().get(task).demand()));
    }

    /// The provider, or provider and region, that every choice names; empty when the task is free.
    private String pinned(Demand demand) {
        var first = demand.choices().getFirst().where();
        var oneProvider = true;
        var oneRegion = true;
        for (var choice : demand.choices()) {
            oneProvider &= choice.where().provider().equals(first.provider());
            oneRegion &= choice.where().region().equals(first.region());
        }
        var provider = oneProvider && !first.provider().isEmpty() ? first.provider() : onlyProvider;
        var region = oneRegion ? first.region() : "";
        return provider.isEmpty() || region.isEmpty() ? provider : provider + "/" + region;
    }
}
