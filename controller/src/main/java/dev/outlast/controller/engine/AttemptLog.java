package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.Leftover;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.controller.lifecycle.Words;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What one transition adds to the record of an attempt. Fields left empty keep what the store has.
final class AttemptLog {
    private AttemptLog() {}

    static Optional<AttemptRow> of(
            JobId job, int task, int nodes, TaskState before, TaskState after, String lastDetail, Instant now) {
        var was = before.phase();
        return switch (after.phase()) {
            case Phase.Launching s ->
                was instanceof Phase.Launching w && w.attempt() == s.attempt()
                        ? Optional.empty()
                        : Optional.of(new Row(job, task, nodes, s.attempt(), s.offer(), now).resume(s.resume()));
            case Phase.Activating s ->
                was instanceof Phase.Launching
                        ? Optional.of(new Row(
                                        job,
                                        task,
                                        nodes,
                                        s.live().number(),
                                        s.live().offer(),
                                        now)
                                .cluster())
                        : Optional.empty();
            case Phase.Running s ->
                was instanceof Phase.Running
                        ? Optional.empty()
                        : Optional.of(new Row(
                                        job,
                                        task,
                                        nodes,
                                        s.live().number(),
                                        s.live().offer(),
                                        now)
                                .run());
            case Phase.Releasing s -> releasing(job, task, nodes, was, s, before, after, now);
            case Phase.Placing _, Phase.Queued _, Phase.Backoff _, Phase.Ended _ ->
                left(job, task, nodes, was, after.leftovers(), lastDetail, now);
            case Phase.Judging _, Phase.Draining _, Phase.Preparing _ ->
                started(before, after)
                        ? Optional.of(new Row(job, task, nodes, number(after.phase()), offer(after.phase()), now).run())
                        : Optional.empty();
            case Phase.Blocked _ -> Optional.empty();
        };
    }

    private static Optional<AttemptRow> releasing(
            JobId job,
            int task,
            int nodes,
            Phase was,
            Phase.Releasing s,
            TaskState before,
            TaskState after,
            Instant now) {
        if (was instanceof Phase.Releasing) {
            return Optional.empty();
        }
        var row = new Row(job, task, nodes, s.attempt(), s.offer(), now);
        if (started(before, after)) {
            row.run = Optional.of(now);
        }
        return Optional.of(
                switch (s.after()) {
                    case After.Retry retry -> row.ended(Optional.of(retry.fault()), retry.detail());
                    case After.End end ->
                        switch (end.outcome()) {
                            case Outcome.Succeeded _ -> row.ended(Optional.empty(), "succeeded");
                            case Outcome.Cancelled by -> row.ended(Optional.empty(), "cancelled by " + by.by());
                            case Outcome.Failed failed -> row.ended(Optional.of(failed.fault()), failed.detail());
                        };
                });
    }

    /// A release that ended, or a launch that was refused without leaving anything. What is still owed as a
    /// leftover is
    /// not released: it may cost money.
    private static Optional<AttemptRow> left(
            JobId job, int task, int nodes, Phase was, List<Leftover> owed, String lastDetail, Instant now) {
        return switch (was) {
            case Phase.Releasing s ->
                owed.stream().anyMatch(l -> l.attempt() == s.attempt())
                        ? Optional.empty()
                        : Optional.of(new Row(job, task, nodes, s.attempt(), s.offer(), now).released());
            case Phase.Launching s ->
                Optional.of(new Row(job, task, nodes, s.attempt(), s.offer(), now)
                        .refused(refusal(lastDetail), lastDetail));
            case Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Placing _,
                    Phase.Activating _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Draining _,
                    Phase.Backoff _,
                    Phase.Ended _ -> Optional.empty();
        };
    }

    private static Fault refusal(String detail) {
        for (var fault : Fault.values()) {
            if (detail.startsWith(fault + ":")) {
                return fault;
            }
        }
        return Fault.CONFIG;
    }

    private static boolean started(TaskState before, TaskState after) {
        return (before.phase() instanceof Phase.Preparing || before.phase() instanceof Phase.Activating)
                && ((after.ledger().hasStarted() && !before.ledger().hasStarted())
                        || (before.ledger().recovering() && !after.ledger().recovering()));
    }

    private static int number(Phase phase) {
        return switch (phase) {
            case Phase.Judging s -> s.live().number();
            case Phase.Draining s -> s.live().number();
            case Phase.Preparing s -> s.live().number();
            default -> throw new IllegalStateException("no live attempt in " + phase);
        };
    }

    private static Offer offer(Phase phase) {
        return switch (phase) {
            case Phase.Judging s -> s.live().offer();
            case Phase.Draining s -> s.live().offer();
            case Phase.Preparing s -> s.live().offer();
            default -> throw new IllegalStateException("no live attempt in " + phase);
        };
    }

    private static final class Row {
        private final JobId job;
        private final int task;
        private final int nodes;
        private final int attempt;
        private final Offer offer;
        private final Instant now;
        private Optional<Instant> run = Optional.empty();

        Row(JobId job, int task, int nodes, int attempt, Offer offer, Instant now) {
            this.job = job;
            this.task = task;
            this.nodes = nodes;
            this.attempt = attempt;
            this.offer = offer;
            this.now = now;
        }

        AttemptRow resume(ResumePoint point) {
            return row(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "", Words.resume(point));
        }

        AttemptRow cluster() {
            return row(Optional.of(now), Optional.empty(), Optional.empty(), Optional.empty(), "", "");
        }

        AttemptRow run() {
            run = Optional.of(now);
            return row(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), "", "");
        }

        AttemptRow ended(Optional<Fault> fault, String detail) {
            return row(Optional.empty(), Optional.of(now), Optional.empty(), fault, detail, "");
        }

        AttemptRow refused(Fault fault, String detail) {
            return row(Optional.empty(), Optional.of(now), Optional.of(now), Optional.of(fault), detail, "");
        }

        AttemptRow released() {
            return row(Optional.empty(), Optional.empty(), Optional.of(now), Optional.empty(), "", "");
        }

        private AttemptRow row(
                Optional<Instant> cluster,
                Optional<Instant> ended,
                Optional<Instant> released,
                Optional<Fault> fault,
                String detail,
                String resume) {
            return new AttemptRow(
                    job, task, attempt, offer, nodes, now, cluster, run, ended, released, fault, detail, resume);
        }
    }
}
