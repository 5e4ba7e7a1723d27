package dev.outlast.controller.sim;

import dev.outlast.controller.engine.Commands;
import dev.outlast.controller.engine.Input;
import dev.outlast.controller.engine.Reply;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who submits, cancels and unparks: over and over until it was acknowledged, as real clients do.
final class Clients {
    private final World world;
    private final Map<Integer, JobId> ids = new HashMap<>();
    private final Set<Integer> cancelled = new HashSet<>();

    Clients(World world) {
        this.world = world;
    }

    void begin() {
        for (var job : world.jobs) {
            world.time.after(job.submitAfter(), () -> submit(job));
            if (!job.cancelAfter().isZero()) {
                world.time.after(job.submitAfter().plus(job.cancelAfter()), () -> cancel(job));
            }
        }
    }

    private void submit(SimJob job) {
        if (ids.containsKey(job.index())) {
            return;
        }
        world.time.after(world.chance.between(Duration.ofSeconds(10), Duration.ofMinutes(2)), () -> submit(job));
        world.anyLeader().ifPresent(controller -> {
            try {
                var earlier = controller.store().request(job.key());
                if (earlier.isPresent()) {
                    acknowledged(job, Commands.replay(earlier.get(), "body"));
                } else {
                    var asked = new Input.Submit(job.asked(), job.key(), "body", a -> acknowledged(job, a));
                    controller.offer(world.plant.submit(asked, world.primary));
                }
            } catch (StoreException away) {
                world.trace("client", "waits", String.valueOf(away.getMessage()));
            }
        });
    }

    private void acknowledged(SimJob job, Reply.Answer answer) {
        world.trace("client", "is told", job.key() + " " + answer);
        if (answer instanceof Reply.Answer.Done done) {
            world.invariants.answered(done.jobs());
            var before = ids.putIfAbsent(job.index(), done.jobs().getFirst());
            Invariants.require(
                    before == null || before.equals(done.jobs().getFirst()),
                    "one key, two jobs",
                    job.key(),
                    String.valueOf(before),
                    done.jobs());
        }
    }

    private void cancel(SimJob job) {
        var id = Optional.ofNullable(ids.get(job.index()));
        if (cancelled.contains(job.index())) {
            return;
        }
        world.time.after(world.chance.between(Duration.ofSeconds(20), Duration.ofMinutes(2)), () -> cancel(job));
        if (id.isPresent()) {
            world.anyLeader()
                    .ifPresent(c -> c.offer(new Input.Cancel(List.of(id.get()), "ann", answer -> {
                        if (answer instanceof Reply.Answer.Done done
                                && (done.jobs().contains(id.get()) || hasEnded(id.get()))) {
                            cancelled.add(job.index());
                        }
                    })));
        }
    }

    private boolean hasEnded(JobId id) {
        return world.row(id).map(r -> r.endedAt().isPresent()).orElse(false);
    }

    /// After a restore some acknowledged work is gone, as the runbook says: its clients ask again.
    void restored() {
        ids.values().removeIf(id -> world.row(id).isEmpty());
        cancelled.clear();
        for (var job : world.jobs) {
            if (!ids.containsKey(job.index())) {
                world.time.after(Duration.ofSeconds(30), () -> submit(job));
            }
            if (!job.cancelAfter().isZero()) {
                world.time.after(job.cancelAfter(), () -> cancel(job));
            }
        }
    }

    void unparkAll() {
        for (var row : world.rows()) {
            if (!row.parked().isEmpty()) {
                world.anyLeader().ifPresent(c -> c.offer(new Input.Unpark(row.id(), _ -> {})));
            }
        }
    }

    /// What is still to come; empty when every job was acknowledged and has ended.
    Optional<String> waitsFor() {
        for (var job : world.jobs) {
            var id = ids.get(job.index());
            if (id == null) {
                return Optional.of(job.key() + " was never acknowledged");
            }
            var row = world.row(id);
            if (row.isEmpty()) {
                return Optional.of("acknowledged job " + id + " is lost");
            }
            if (row.get().live()) {
                return Optional.of("job " + id + " is " + row.get().status() + " "
                        + row.get().parked() + row.get().state());
            }
        }
        return Optional.empty();
    }

    /// The ends are those that the programs and clients asked for.
    void checkEnds() {
        for (var job : world.jobs) {
            var row = world.row(Optional.ofNullable(ids.get(job.index())).orElseThrow())
                    .orElseThrow();
            var mustSucceed = job.tasks().stream().allMatch(SimJob.Program::mustSucceed);
            var asked = !job.cancelAfter().isZero();
            Invariants.require(
                    row.status().equals("SUCCEEDED")
                            || !mustSucceed
                            || (asked && row.status().equals("CANCELLED")),
                    "a healthy job does not succeed",
                    row);
            Invariants.require(asked || !row.status().equals("CANCELLED"), "nobody cancelled it", row);
        }
    }
}
