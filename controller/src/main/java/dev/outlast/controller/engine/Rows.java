package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SecretRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;

/// From a batch of values to rows.
final class Rows {
    private final JobTexts texts;

    Rows(JobTexts texts) {
        this.texts = texts;
    }

    Batch of(Tentative tentative, long epoch) {
        var jobs = new ArrayList<JobRow>();
        var secrets = new ArrayList<>(tentative.secrets);
        for (var job : tentative.changed.values()) {
            if (tentative.bugs.isWritable(job.facts().id())) {
                jobs.add(row(job));
            }
            if (!job.isLive() && tentative.before(job.facts().id()).isPresent()) {
                secrets.add(new SecretRow(job.facts().id(), ""));
            }
        }
        return new Batch(
                epoch,
                tentative.batch,
                tentative.lastJobId,
                new ArrayList<>(tentative.specs.values()),
                jobs,
                new ArrayList<>(tentative.attempts.values()),
                tentative.events,
                new ArrayList<>(tentative.requests.values()),
                secrets,
                tentative.apiRequests);
    }

    private JobRow row(LiveJob job) {
        var facts = job.facts();
        var state = job.state();
        try {
            return new JobRow(
                    facts.id(),
                    facts.name(),
                    facts.user(),
                    facts.priority(),
                    Status.of(state).name(),
                    reason(job),
                    job.isLive(),
                    state.tasks().stream()
                            .mapToInt(t -> t.ledger().recoveries())
                            .sum(),
                    facts.submittedAt(),
                    started(job),
                    ended(job),
                    job.parked(),
                    job.specHash(),
                    texts.meta(job.taskIds(), job.jobRank(), job.numJobs(), job.retryOf()),
                    texts.state(state, job.carried()));
        } catch (RuntimeException bug) {
            throw new JobBug(facts.id(), bug);
        }
    }

    /// One short sentence for lists; empty while nothing needs saying.
    static String reason(LiveJob job) {
        if (job.isParked()) {
            return "parked: " + job.parked();
        }
        for (var task : job.state().tasks()) {
            var said = switch (task.phase()) {
                case Phase.Ended ended ->
                    switch (ended.outcome()) {
                        case Outcome.Succeeded _ -> "";
                        case Outcome.Cancelled c -> "cancelled by " + c.by();
                        case Outcome.Failed f -> f.detail();
                    };
                case Phase.Backoff backoff -> backoff.fault() + ": " + backoff.detail();
                case Phase.Blocked _,
                        Phase.Queued _,
                        Phase.Placing _,
                        Phase.Launching _,
                        Phase.Activating _,
                        Phase.Preparing _,
                        Phase.Running _,
                        Phase.Judging _,
                        Phase.Draining _,
                        Phase.Releasing _ -> "";
            };
            if (!said.isEmpty()) {
                return said;
            }
        }
        return "";
    }

    private static Optional<Instant> started(LiveJob job) {
        return job.state().tasks().stream()
                .filter(t -> t.ledger().hasStarted())
                .map(t -> t.ledger().started())
                .min(Instant::compareTo);
    }

    private static Optional<Instant> ended(LiveJob job) {
        return job.state().hasEnded()
                ? job.state().tasks().stream()
                        .map(t -> ((Phase.Ended) t.phase()).at())
                        .max(Instant::compareTo)
                : Optional.empty();
    }
}
