package dev.outlast.controller.sim;

import dev.outlast.testkit.sim.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// One seed from the first submit to the last release.
public final class Simulation {
    private static final Duration LONGEST = Duration.ofDays(3);

    private final World world;
    private final Clients clients;
    private final Weather weather;
    private final long seed;
    private final Setting setting;
    private final boolean sweeps;

    /// @param sweeps whether the level-triggered sweep runs; it hides bugs, so each seed runs without it as well
    /// @param listener told every line of the trace, which costs time
    public Simulation(long seed, Setting setting, boolean sweeps, Plant plant, Optional<Consumer<String>> listener) {
        this.world = new World(seed, setting, sweeps, plant, listener);
        this.clients = new Clients(world);
        this.weather = new Weather(world, clients);
        this.seed = seed;
        this.setting = setting;
        this.sweeps = sweeps;
    }

    /// The hash of the trace: the same seed gives the same.
    ///
    /// @throws Violation when a promise was broken
    public long run() {
        world.cast.begin();
        clients.begin();
        weather.begin();
        var calm = VirtualTime.START.plus(world.chance.between(Duration.ofMinutes(15), Duration.ofMinutes(60)));
        until(calm);
        weather.clear();
        var end = calm.plus(LONGEST);
        while (world.time.instant().isBefore(end)) {
            until(world.time.instant().plus(Duration.ofMinutes(5)));
            if (clients.waitsFor().isEmpty() && world.strays.areAllThatIsLeft()) {
                clients.checkEnds();
                world.strays.checkEnds();
                return world.traceHash();
            }
            clients.unparkAll();
        }
        var waits = clients.waitsFor();
        if (waits.isPresent()) {
            throw new Violation("a job never ends", waits.get());
        }
        throw new Violation("a cluster is left", world.strays.left());
    }

    private void until(Instant end) {
        while (world.time.step(end)) {
            // One task after the other.
        }
    }

    /// How to run this seed again with its trace.
    public String replay() {
        return "-Dseed=" + seed + (setting == Setting.ALONE ? "" : " -Dsetting=" + setting)
                + (sweeps ? "" : " -Dsweep=false");
    }
}
