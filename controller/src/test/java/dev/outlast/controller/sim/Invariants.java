package dev.outlast.controller.sim;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.lifecycle.After;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Leftover;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.lifecycle.Outcome;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.controller.lifecycle.TaskState;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.JobRow;
import dev.outlast.testkit.sim.SimCluster;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What must hold after every step, judged from outside: from the primary's rows and from what is true in the
/// cloud.
final class Invariants {
    private record Name(long job, int task, int attempt) {}

    private final World world;
    private final Map<JobId, JobState> committed = new HashMap<>();
    private final Map<JobId, String> ended = new HashMap<>();
    private final Set<Token> begun = new HashSet<>();
    private final Map<Name, Instant> supersededAt = new HashMap<>();
    private final Set<JobId> acknowledged = new HashSet<>();
    private long lastBatch;

    Invariants(World world) {
        this.world = world;
    }

    static void require(boolean holds, String promise, Object... what) {
        if (!holds) {
            throw new Violation(promise, Arrays.toString(what));
        }
    }

    /// The store came back older: what it forgot is forgotten here too.
    void restored(Iterable<JobRow> rows, long batch) {
        committed.clear();
        ended.clear();
        supersededAt.clear();
        lastBatch = batch;
        var there = new HashSet<JobId>();
        for (var row : rows) {
            there.add(row.id());
            committed.put(row.id(), world.book.state(row));
        }
        acknowledged.retainAll(there);
    }

    Optional<JobState> committed(JobId id) {
        return Optional.ofNullable(committed.get(id));
    }

    void committed(Batch batch) {
        require(batch.epoch() == world.epoch, "stale epoch commits", batch.epoch(), world.epoch);
        require(batch.number() == lastBatch + 1, "history has a gap", batch.number(), lastBatch);
        lastBatch = batch.number();
        for (int n = 0; n < batch.events().size(); n++) {
            var event = batch.events().get(n);
            require(event.n() == n && event.batch() == lastBatch, "history has a gap", event);
        }
        for (var row : batch.jobs()) {
            job(row);
        }
        limits();
    }

    private void job(JobRow row) {
        var id = row.id();
        var state = world.book.state(row);
        var before = committed.put(id, state);
        for (int task = 0; task < state.tasks().size(); task++) {
            task(id, task, before == null ? Optional.empty() : Optional.of(before.task(task)), state.task(task), state);
        }
        if (state.hasEnded()) {
            var was = ended.putIfAbsent(id, row.status());
            require(was == null || was.equals(row.status()), "an end is not the end", row, String.valueOf(was));
            require(
                    !row.status().equals("FAILED_CONTROLLER") && !row.status().equals("FAILED_PRECHECKS"),
                    "blamed on the controller",
                    row);
        }
    }

    private void task(JobId id, int task, Optional<TaskState> before, TaskState after, JobState job) {
        var was = before.map(TaskState::phase);
        var name = new Name(id.value(), task, after.ledger().lastAttempt());
        require(
                was.isEmpty()
                        || !(was.get() instanceof Phase.Ended)
                        || was.get().equals(after.phase()),
                "an end is not the end",
                name);
        var last = before.map(b -> b.ledger().lastAttempt()).orElse(0);
        require(after.ledger().lastAttempt() >= last, "an attempt number is reused", name, last);
        if (after.phase() instanceof Phase.Launching s
                && (was.isEmpty() || !was.get().equals(s))) {
            require(s.attempt() > last, "an attempt number is reused", name, last);
            require(begun.add(world.token(id, task, s.attempt())), "an attempt number is reused", name, s);
            require(job.cancelledBy().isEmpty(), "a cancelled job goes on", name);
            resume(id, task, s);
            supersede(id, task, s.attempt());
        }
        blame(id, task, before, after);
        if (after.phase() instanceof Phase.Releasing s && was.isPresent() && !(was.get() instanceof Phase.Releasing)) {
            lost(id, task, s);
        }
    }

    /// From the launch of a later attempt on, what an earlier one writes would fork the training.
    private void supersede(JobId id, int task, int attempt) {
        for (int k = 1; k < attempt; k++) {
            supersededAt.putIfAbsent(new Name(id.value(), task, k), world.time.instant());
        }
    }

    private void resume(JobId id, int task, Phase.Launching s) {
        if (!(s.resume() instanceof ResumePoint.At at)) {
            return;
        }
        var taskId = world.taskId(id, task);
        require(
                world.bucket.holds(taskId, at.seq(), at.writtenByAttempt()),
                "resumes from a checkpoint that is not whole",
                s);
        require(at.writtenByAttempt() < s.attempt(), "resumes from a later attempt", s);
        var superseded = supersededAt.get(new Name(id.value(), task, at.writtenByAttempt()));
        require(
                superseded == null
                        || !world.bucket
                                .writtenAt(taskId, at.seq(), at.writtenByAttempt())
                                .isAfter(superseded),
                "resumes from what a released attempt wrote late",
                s);
    }

    private void blame(JobId id, int task, Optional<TaskState> before, TaskState after) {
        var spent = after.ledger().userErrors()
                > before.map(b -> b.ledger().userErrors()).orElse(0);
        var failed = after.phase() instanceof Phase.Releasing s
                && s.after() instanceof After.End end
                && end.outcome() instanceof Outcome.Failed f
                && (f.fault() == Fault.USER || f.fault() == Fault.SETUP);
        if (spent || (failed && before.isPresent() && !(before.get().phase() instanceof Phase.Releasing))) {
            var attempt = after.ledger().lastAttempt();
            require(
                    world.findAttempt(id, task, attempt)
                            .map(c -> c.userFailed(world.time.instant()))
                            .orElse(false),
                    "the user is blamed for the infrastructure",
                    new Name(id.value(), task, attempt));
        }
    }

    /// A loss needs proof: the cluster is gone, its end is announced, or it stopped itself.
    private void lost(JobId id, int task, Phase.Releasing s) {
        if (s.after() instanceof After.Retry retry
                && (retry.fault() == Fault.PREEMPTED || retry.fault() == Fault.NODE_LOST)
                && !retry.detail().contains("on_silence")) {
            var now = world.time.instant();
            var alive = world.findAttempt(id, task, s.attempt())
                    .filter(c -> world.cloud.find(c.token()).isPresent())
                    .filter(c -> !c.isDoomed() && c.isAlive(now) && !c.stoppedItself(now));
            require(alive.isEmpty(), "a healthy cluster is given up", id, task, retry);
        }
    }

    private void limits() {
        long total = 0;
        long east = 0;
        for (var entry : committed.entrySet()) {
            for (var task : entry.getValue().tasks()) {
                if (world.book.wasUnreadable(entry.getKey())) {
                    continue;
                }
                var busy = !(task.phase() instanceof Phase.Blocked
                        || task.phase() instanceof Phase.Queued
                        || task.phase() instanceof Phase.Backoff
                        || task.phase() instanceof Phase.Ended);
                total += busy ? 1 : 0;
                east += World.offer(task.phase())
                                .filter(o -> o.place().region().equals("east"))
                                .isPresent()
                        ? 1
                        : 0;
            }
        }
        require(total <= World.MOST_TASKS, "a limit is broken", total);
        require(east <= World.MOST_IN_EAST, "a limit is broken", east);
    }

    /// Effects come from committed states only.
    void handedOver(EffectOrder order) {
        if (order.epoch() < world.epoch) {
            // A leader that was replaced may hand over what its successor has settled; the fence is elsewhere.
            return;
        }
        var id = order.job().facts().id();
        var state = committed(id);
        var effect = order.effect();
        var owed = state.isPresent()
                && Lifecycle.owes(order.job().facts(), state.get(), Instant.MAX).stream()
                        .anyMatch(e -> e.key().equals(effect.key()));
        require(owed, "an effect before its commit", id, effect.key());
    }

    /// Words of one attempt change nothing for another.
    void decided(JobState before, JobEvent event, JobState after) {
        if (!(event instanceof JobEvent.Report report)
                || report.task() >= before.tasks().size()) {
            return;
        }
        for (int task = 0; task < before.tasks().size(); task++) {
            var changed = !before.task(task).equals(after.task(task));
            if (task == report.task() && changed) {
                require(
                        concerns(before.task(task), report.attempt()),
                        "an attempt's words change another",
                        event,
                        before.task(task));
            }
        }
    }

    private static boolean concerns(TaskState task, int attempt) {
        var last = task.ledger().lastAttempt();
        var current = task.phase() instanceof Phase.Placing ? last + 1 : last;
        return attempt == current
                || task.leftovers().stream().map(Leftover::attempt).anyMatch(a -> a == attempt);
    }

    /// @param reread whether the epoch was read, and stood, before its process was frozen
    void activating(Activation what, boolean reread) {
        require(reread || what.epoch() == world.epoch, "activates under an old epoch", what);
    }

    /// Whether a committed state has this attempt's cluster in use.
    boolean isLive(Token token) {
        var state = committed.get(token.job());
        if (state == null
                || !world.isOurs(token)
                || token.task() >= state.tasks().size()) {
            return false;
        }
        var task = state.task(token.task());
        var ended = task.phase() instanceof Phase.Ended
                || task.phase() instanceof Phase.Queued
                || task.phase() instanceof Phase.Backoff
                || task.phase() instanceof Phase.Placing;
        return !ended && task.ledger().lastAttempt() == token.attempt();
    }

    void made(SimCluster cluster) {
        require(!world.cloud.wasReleased(cluster.token()), "a cluster after its release", cluster.token());
    }

    void activated(SimCluster cluster) {
        var token = cluster.token();
        var running = world.cloud.clusters().stream()
                .filter(c -> c.token().job().equals(token.job()) && c.token().task() == token.task())
                .filter(c -> c.isRunning(world.time.instant()))
                .count();
        require(running <= 1, "two activated clusters", token);
    }

    void answered(Iterable<JobId> jobs) {
        for (var id : jobs) {
            require(committed.containsKey(id), "answered before the commit", id);
            acknowledged.add(id);
        }
    }

    Set<JobId> acknowledged() {
        return acknowledged;
    }
}
