package dev.outlast.controller.sim;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.lifecycle.Phase;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.recovery.RunLimits;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.SimBucket;
import dev.outlast.testkit.sim.SimCloud;
import dev.outlast.testkit.sim.SimCluster;
import dev.outlast.testkit.sim.VirtualTime;
import dev.outlast.testkit.sim.Work;
import dev.outlast.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Everything outside the controllers: the primary store, the cloud, the buckets, who leads, and what is true.
final class World {
    static final int MOST_TASKS = 4;
    static final int MOST_IN_EAST = 2;

    final VirtualTime time = new VirtualTime();
    final InMemoryStore primary = new InMemoryStore("sim");
    final SimBucket bucket = new SimBucket();
    final Book book = new Book();
    final Chance chance;
    final Plant plant;
    final boolean sweeps;
    final SimCloud cloud;
    final Invariants invariants;
    final List<SimJob> jobs = new ArrayList<>();
    final Cast cast;
    final Strays strays;
    long epoch;
    private final Consumer<String> listener;
    private final boolean told;
    private final Map<Token, SimCluster> known = new LinkedHashMap<>();
    private final Map<Token, Instant> madeAt = new HashMap<>();
    private final Map<String, Integer> activations = new HashMap<>();
    private Duration wallStep = Duration.ZERO;
    private int incarnation = 1;
    private long trace;

    World(long seed, Setting setting, boolean sweeps, Plant plant, Optional<Consumer<String>> listener) {
        this.chance = new Chance(seed, 0.25 + (seed % 8) * 0.25);
        this.sweeps = sweeps;
        this.plant = plant;
        this.told = listener.isPresent();
        this.listener = listener.orElse(_ -> {});
        this.cloud = plant.cloud(time, this::work);
        this.invariants = new Invariants(this);
        cloud.listen(this::happened);
        this.strays = new Strays(this);
        this.cast = switch (setting) {
            case ALONE -> new Alone(this);
            case SEVERAL -> new Several(this);
        };
        var count = 1 + chance.below(5);
        for (int i = 0; i < count; i++) {
            var job = SimJob.random(i, chance);
            jobs.add(job);
            book.add(job);
        }
    }

    void trace(String who, String what, Object detail) {
        trace = (trace * 31 + time.nanos()) * 31 + what.hashCode();
        if (told) {
            listener.accept(time.nanos() / 1_000_000 + " " + who + " " + what + " " + detail);
        }
    }

    long traceHash() {
        return trace;
    }

    /// The wall clock, which may step.
    Instant wall() {
        return time.instant().plus(wallStep);
    }

    void stepWall(Duration step) {
        wallStep = step;
    }

    // --- who leads

    void leads(LeaderRow row) {
        epoch = row.epoch();
    }

    Optional<SimController> leader() {
        return cast.leader();
    }

    Optional<SimController> anyLeader() {
        return cast.anyLeader();
    }

    // --- the store

    /// Every cluster that was ever made by a launch.
    Collection<SimCluster> known() {
        return known.values();
    }

    /// When it was made; long ago when no launch made it.
    Instant madeAt(Token token) {
        return madeAt.getOrDefault(token, Instant.MIN);
    }

    /// Of this installation, as it is since the last restore.
    boolean isOurs(Token token) {
        return token.installation().equals("sim") && token.incarnation() == incarnation;
    }

    /// An operator restores a backup: the incarnation and the epoch rise, and what the backup does not know of is
    /// removed, as the runbook says. The controller that led does not know.
    void restore(InMemoryStore.Snapshot backup) throws StoreException {
        primary.restore(backup);
        incarnation++;
        while (primary.leader().epoch() <= epoch) {
            primary.takeLead("restore");
        }
        epoch = primary.leader().epoch();
        invariants.restored(rows(), primary.leader().lastBatch());
        for (var cluster : List.copyOf(cloud.clusters())) {
            if (!strays.isForeign(cluster.token()) && (strays.isOrphan(cluster.token()) || !isNamed(cluster))) {
                cloud.release(cluster.token());
            }
        }
        strays.restored();
        trace("operator", "restores", "batch " + primary.leader().lastBatch());
    }

    private boolean isNamed(SimCluster cluster) {
        return rows().stream()
                .anyMatch(r -> r.state().contains("\"" + cluster.token().fileName() + "\""));
    }

    List<JobRow> rows() {
        try {
            return primary.jobs(new JobPage(Long.MAX_VALUE, 1_000, Set.of(), "", ""));
        } catch (StoreException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Optional<JobRow> row(JobId id) {
        return rows().stream().filter(r -> r.id().equals(id)).findFirst();
    }

    // --- the cloud

    Token token(JobId id, int task, int attempt) {
        return new Token("sim", incarnation, id, task, attempt);
    }

    /// The cluster of an attempt, also one that was removed or made before a restore.
    Optional<SimCluster> findAttempt(JobId id, int task, int attempt) {
        for (int i = incarnation; i > 0; i--) {
            var cluster = known.get(new Token("sim", i, id, task, attempt));
            if (cluster != null) {
                return Optional.of(cluster);
            }
        }
        return Optional.empty();
    }

    String taskId(JobId id, int task) {
        return book.spec(row(id).orElseThrow()).taskId(task);
    }

    static Optional<Offer> offer(Phase phase) {
        return switch (phase) {
            case Phase.Launching s -> Optional.of(s.offer());
            case Phase.Activating s -> Optional.of(s.live().offer());
            case Phase.Preparing s -> Optional.of(s.live().offer());
            case Phase.Running s -> Optional.of(s.live().offer());
            case Phase.Judging s -> Optional.of(s.live().offer());
            case Phase.Draining s -> Optional.of(s.live().offer());
            case Phase.Releasing s -> Optional.of(s.offer());
            case Phase.Blocked _, Phase.Queued _, Phase.Placing _, Phase.Backoff _, Phase.Ended _ -> Optional.empty();
        };
    }

    Activation activation(EffectOrder order, ResumePoint resume) {
        var effect = order.effect();
        var limits = order.job().facts().tasks().get(effect.task()).limits();
        var seq = resume instanceof ResumePoint.At at ? at.seq() : 0;
        var lease = RunLimits.isSet(limits.relaunchAfterSilence()) ? limits.relaunchAfterSilence() : Duration.ZERO;
        return new Activation(
                order.token(),
                order.epoch(),
                "",
                "train",
                Map.of("TASK", order.job().taskIds().get(effect.task()), "SEQ", Long.toString(seq)),
                Map.of(),
                limits.grace(),
                lease,
                "",
                List.of());
    }

    private Work work(Activation what) {
        var taskId = what.environment().getOrDefault("TASK", "");
        var program = jobs.stream()
                .filter(j -> taskId.startsWith("job-" + j.index() + "-task-"))
                .findFirst()
                .orElseThrow()
                .tasks()
                .get(what.token().task());
        var seq = Long.parseLong(what.environment().getOrDefault("SEQ", "0"));
        return program.on(what, activations.merge(taskId, 1, Integer::sum) - 1, seq);
    }

    private void happened(String what, SimCluster cluster) {
        trace("cloud", what, cluster.token().text());
        switch (what) {
            case "made" -> {
                known.put(cluster.token(), cluster);
                madeAt.put(cluster.token(), time.instant());
                invariants.made(cluster);
            }
            case "activated" -> {
                invariants.activated(cluster);
                checkpointing(cluster);
            }
            default -> {}
        }
    }

    private void checkpointing(SimCluster cluster) {
        var token = cluster.token();
        var job = book.spec(row(token.job()).orElseThrow());
        var every = job.tasks().get(token.task()).every();
        if (!every.isZero()) {
            var work = cluster.work().orElseThrow();
            // A number whose submit was not committed is given to another job, with nothing of the first one.
            Invariants.require(!work.checkpointEvery().isZero(), "runs another job's program", token);
            time.after(work.setup(), () -> checkpoint(cluster, job.taskId(token.task()), work, 1));
        }
    }

    /// A node that was released writes what it had begun a little later, cut off or not.
    private void checkpoint(SimCluster cluster, String taskId, Work work, int n) {
        time.after(work.checkpointEvery(), () -> {
            var running = cluster.isRunning(time.instant()) && !cloud.wasReleased(cluster.token());
            if (running || chance.fault(0.3)) {
                var seq = work.resumedFrom() + n * work.checkpointEvery().toSeconds();
                bucket.write(taskId, seq, cluster.token().attempt(), epoch, time.instant(), !chance.fault(0.1));
                if (chance.fault(0.02)) {
                    bucket.writeUnreadable(taskId);
                }
            }
            if (running) {
                checkpoint(cluster, taskId, work, n + 1);
            }
        });
    }
}
