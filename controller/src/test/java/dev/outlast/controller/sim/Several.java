package dev.outlast.controller.sim;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.testkit.sim.Chance;
import dev.outlast.testkit.sim.postgres.SimLease;
import dev.outlast.testkit.sim.postgres.SimPostgres;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Three controllers on one PostgreSQL, each started again when it ends.
final class Several implements Cast, SimPostgres.Watcher {
    private static final int SEATS = 3;

    private final World world;
    private final Chance chance;
    private final SimPostgres server;
    private final Duration lease;
    private final List<SimProcess> processes = new ArrayList<>();
    private int made;
    private int down;

    Several(World world) {
        this.world = world;
        this.chance = world.chance;
        this.server = new SimPostgres(world.time, world.plant.store(world.primary), this);
        this.lease = Duration.ofSeconds(5 + chance.below(3) * 5L);
    }

    @Override
    public void begin() {
        for (int i = 0; i < SEATS; i++) {
            start();
        }
    }

    private void start() {
        processes.add(new SimProcess(world, server, this, "c" + ++made, lease));
    }

    /// The service starts it again, unless it said that somebody must look first.
    void ended(SimProcess process) {
        processes.remove(process);
        if (down > 0) {
            return;
        }
        world.time.after(chance.between(Duration.ofSeconds(2), Duration.ofSeconds(30)), () -> {
            if (down == 0) {
                start();
            }
        });
    }

    void staysDown(SimProcess process) {
        world.trace(process.toString(), "stays down", "");
        world.strays.noticed();
        down++;
    }

    /// The operator has found what was ahead of them.
    @Override
    public void startAll() {
        down = 0;
        while (processes.size() < SEATS) {
            start();
        }
    }

    @Override
    public Optional<SimController> leader() {
        return processes.stream()
                .flatMap(p -> p.controller().stream())
                .max((a, b) -> Long.compare(a.epoch(), b.epoch()));
    }

    @Override
    public Optional<SimController> anyLeader() {
        var all = processes.stream().flatMap(p -> p.controller().stream()).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(chance.oneOf(all));
    }

    private Optional<SimProcess> leading() {
        return processes.stream().filter(p -> p.controller().isPresent()).findAny();
    }

    private Optional<SimProcess> any() {
        return processes.isEmpty() ? Optional.empty() : Optional.of(chance.oneOf(processes));
    }

    @Override
    public void strike() {
        switch (chance.below(13)) {
            case 0 -> leading().ifPresent(p -> p.die("SIGKILL"));
            case 1, 2 -> leading().ifPresent(SimProcess::freeze);
            case 3, 4 -> leading().ifPresent(p -> p.cut(chance.between(Duration.ofSeconds(1), lease.multipliedBy(4))));
            case 5 -> any().ifPresent(p -> p.cut(chance.between(Duration.ofSeconds(1), lease.multipliedBy(4))));
            case 6 -> any().ifPresent(p -> p.die("SIGKILL"));
            case 7 -> {
                world.trace("weather", "restarts", "the database");
                server.restart(chance.between(Duration.ZERO, Duration.ofSeconds(30)));
            }
            case 8 -> leading().ifPresent(SimProcess::handOver);
            case 9 -> List.copyOf(processes).forEach(p -> p.die("SIGKILL of all"));
            default -> world.strays.strike(this);
        }
    }

    /// Whether somebody leads, in peace, who has looked at what there is since then.
    boolean hasLookedSince(Instant then) {
        return processes.stream().anyMatch(p -> p.hasLookedSince(then));
    }

    @Override
    public void calm() {
        server.up();
        processes.forEach(SimProcess::heal);
        List.copyOf(processes).forEach(p -> p.die("the last fault"));
        world.strays.calm(this);
    }

    // --- what is true in the database

    @Override
    public void committed(Batch batch) {
        world.invariants.committed(batch);
    }

    @Override
    public void leads(LeaderRow row) {
        world.leads(row);
    }

    @Override
    public void leaseTaken(SimLease from, Duration unrenewed, boolean there, boolean locked) {
        // One whose session went may be gone; one whose session is there is to be given its time, half of it when that
        // session does not hold the lock, by a clock that may run a little fast.
        var enough = from.duration().multipliedBy(locked ? 18 : 9).dividedBy(20);
        Invariants.require(
                !there || unrenewed.compareTo(enough) >= 0,
                "a lease is taken from who renews it",
                from.holder(),
                unrenewed);
    }
}
