package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Decision;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.Situation;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.job.JobId;
import dev.outlast.recovery.OfferBoard;
import java.time.Instant;
import java.util.random.RandomGenerator;

/// Applies one event to one job within a batch: decision, history, attempts.
final class Folding {
    private final Decider decider;
    private final EngineSettings settings;
    private final OfferBoard board;
    private final Room room;
    private final OpenAttempts attempts;
    private final RandomGenerator random;
    private final Instant leadingSince;

    Folding(
            Decider decider,
            EngineSettings settings,
            OfferBoard board,
            Room room,
            OpenAttempts attempts,
            RandomGenerator random,
            Instant leadingSince) {
        this.decider = decider;
        this.settings = settings;
        this.board = board;
        this.room = room;
        this.attempts = attempts;
        this.random = random;
        this.leadingSince = leadingSince;
    }

    void apply(Tentative batch, JobId id, JobEvent event) {
        var found = batch.find(id);
        if (found.isEmpty() || batch.bugs.isParked(id) || found.get().isParked()) {
            return;
        }
        var job = found.get();
        batch.touched.add(id);
        learn(job, event, batch.now);
        try {
            record(batch, job, decider.decide(job.facts(), job.state(), event, situation(batch)));
        } catch (RuntimeException bug) {
            throw new JobBug(id, bug);
        }
    }

    /// A refusal is learned once for all jobs, before anybody decides on it.
    private void learn(LiveJob job, JobEvent event, Instant now) {
        if (!(event instanceof JobEvent.Report report)
                || report.task() >= job.state().tasks().size()) {
            return;
        }
        if (!(job.state().task(report.task()).phase() instanceof Phase.Launching s)
                || s.attempt() != report.attempt()) {
            return;
        }
        if (report instanceof JobEvent.Report.Launched) {
            board.accepted(s.offer().key());
        } else if (report instanceof JobEvent.Report.LaunchFailed failed) {
            if (failed.fault().isRefusal()) {
                board.refused(s.offer().key(), now, random.nextDouble());
            } else {
                board.unsure(s.offer().key());
            }
        }
    }

    private Situation situation(Tentative batch) {
        var now = batch.now;
        return new Situation(
                now,
                random.nextDouble(),
                key -> isOpen(batch, key, now),
                place -> room.at(place, batch.placed),
                settings.policies(),
                leadingSince);
    }

    /// Within one batch a closed offer whose time has come is probed by one job only.
    private boolean isOpen(Tentative batch, OfferKey key, Instant now) {
        return board.isOpen(key, now) && (!batch.tried.contains(key) || !board.isProbe(key));
    }

    private void record(Tentative batch, LiveJob job, Decision decision) {
        if (decision.next().equals(job.state()) && decision.notes().isEmpty()) {
            return;
        }
        var next = job.with(decision.next());
        var status = Status.of(next.state()).name();
        for (int i = 0; i < next.state().tasks().size(); i++) {
            var before = job.state().task(i);
            var after = next.state().task(i);
            if (before.equals(after)) {
                continue;
            }
            if (after.phase() instanceof Phase.Launching s
                    && s.attempt() != before.ledger().lastAttempt()) {
                batch.tried.add(s.offer().key());
                Room.names(s.offer().place()).forEach(name -> batch.placed.merge(name, 1, Integer::sum));
            }
            AttemptLog.of(
                            job.facts().id(),
                            i,
                            job.facts().tasks().get(i).demand().nodes(),
                            before,
                            after,
                            detail(decision, i),
                            batch.now)
                    .ifPresent(line -> batch.attempt(attempts, line));
            cleanedUp(batch, job, i, after);
        }
        for (var note : decision.notes()) {
            var from = job.state().task(note.task()).phase().getClass().getSimpleName();
            var to = next.state().task(note.task()).phase().getClass().getSimpleName();
            batch.event(next, note.task(), note.attempt(), note.kind(), from, to, status, note.detail());
        }
        batch.put(next);
    }

    private void cleanedUp(Tentative batch, LiveJob job, int task, TaskState after) {
        for (var owed : job.state().task(task).leftovers()) {
            if (after.leftovers().stream().noneMatch(l -> l.attempt() == owed.attempt())) {
                attempts.released(job.facts().id(), task, owed.attempt(), batch.now)
                        .ifPresent(line -> batch.attempt(attempts, line));
            }
        }
    }

    private static String detail(Decision decision, int task) {
        return decision.notes().stream()
                .filter(n -> n.task() == task)
                .map(Decision.Note::detail)
                .reduce("", (_, last) -> last);
    }
}
