package dev.outlast.controller.service;

import dev.outlast.controller.api.JobSummary;
import dev.outlast.controller.api.JobView;
import dev.outlast.controller.codec.UndecodableState;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Jobs as people see them, from the store.
final class Views {
    private final Store store;
    private final JobBook book;

    Views(Store store, JobBook book) {
        this.store = store;
        this.book = book;
    }

    static JobSummary summary(JobRow row) {
        return new JobSummary(
                row.id(),
                row.name(),
                row.user(),
                row.priority(),
                row.status(),
                row.statusReason(),
                row.recoveries(),
                row.submittedAt(),
                row.startedAt(),
                row.endedAt(),
                row.parked());
    }

    Optional<JobView> view(JobId id, Instant now) throws StoreException {
        var found = store.job(id);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        var row = found.get();
        var yaml = store.spec(row.specHash()).map(SpecRow::text).orElse("");
        var attempts = store.attempts(id);
        var tasks = new ArrayList<JobView.TaskView>();
        var job = job(row);
        job.ifPresent(live -> {
            for (int i = 0; i < live.state().tasks().size(); i++) {
                tasks.add(task(live, i, attempts));
            }
        });
        return Optional.of(new JobView(summary(row), job.map(LiveJob::retryOf).orElse(0L), yaml, tasks, now));
    }

    /// The job behind a row; empty when this version cannot read it.
    Optional<LiveJob> job(JobRow row) throws StoreException {
        try {
            return Optional.of(book.read(row));
        } catch (UndecodableState | IllegalStateException unreadable) {
            return Optional.empty();
        }
    }

    private static JobView.TaskView task(LiveJob job, int index, List<AttemptRow> attempts) {
        var state = job.state().task(index);
        var mine = attempts.stream().filter(a -> a.task() == index).toList();
        return new JobView.TaskView(
                job.taskIds().get(index),
                index,
                job.facts().tasks().get(index).name(),
                Status.of(state).name(),
                reason(state),
                state.ledger().recoveries(),
                state.ledger().hasStarted() ? Optional.of(state.ledger().started()) : Optional.empty(),
                state.phase() instanceof Phase.Ended ended ? Optional.of(ended.at()) : Optional.empty(),
                mine);
    }

    private static String reason(TaskState state) {
        if (state.phase() instanceof Phase.Backoff backoff) {
            return backoff.fault() + ": " + backoff.detail();
        }
        if (!(state.phase() instanceof Phase.Ended ended)) {
            return "";
        }
        return switch (ended.outcome()) {
            case Outcome.Succeeded _ -> "";
            case Outcome.Cancelled c -> "cancelled by " + c.by();
            case Outcome.Failed f -> f.detail();
        };
    }
}
