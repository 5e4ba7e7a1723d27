package dev.outlast.controller.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Every simulation is one thread; different ones run beside each other. A thousand seeds in every build, each
/// with and without the sweep; `-Dseeds=100000` for more, `-Dseed=N` for one.
final class SimulationTest {
    private static final int CHECKED_TWICE = 50;

    @Test
    void everySeedKeepsEveryPromise() {
        var seeds = Long.getLong("seeds", 1_000);
        LongStream.range(0, seeds).parallel().forEach(seed -> {
            run(seed, true);
            run(seed, false);
        });
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed = 0; seed < CHECKED_TWICE; seed++) {
            assertThat(run(seed, seed % 2 == 0)).as("seed %d", seed).isEqualTo(run(seed, seed % 2 == 0));
        }
    }

    /// With `-Dseed=N` it prints its trace as it goes; that is how a failing seed is replayed.
    @Test
    void oneSeedWithItsTrace() {
        var sweeps = Boolean.parseBoolean(System.getProperty("sweep", "true"));
        var lines = new ArrayList<String>();
        var isAsked = System.getProperty("seed") != null;
        Consumer<String> trace = isAsked ? System.out::println : lines::add;
        new Simulation(Long.getLong("seed", 0), sweeps, Plant.NONE, Optional.of(trace)).run();
        assertThat(lines.isEmpty()).isEqualTo(isAsked);
    }

    private static long run(long seed, boolean sweeps) {
        var simulation = new Simulation(seed, sweeps, Plant.NONE, Optional.empty());
        try {
            return simulation.run();
        } catch (Throwable broken) {
            throw new AssertionError("replay with " + simulation.replay() + ": " + broken, broken);
        }
    }
}
