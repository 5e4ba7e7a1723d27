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
            run(seed, Setting.ALONE, true);
            run(seed, Setting.ALONE, false);
        });
    }

    @Test
    void severalControllersKeepEveryPromise() {
        var seeds = Long.getLong("several", Long.getLong("seeds", 250));
        LongStream.range(0, seeds).parallel().forEach(seed -> run(seed, Setting.SEVERAL, seed % 2 == 0));
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed = 0; seed < CHECKED_TWICE; seed++) {
            var setting = seed % 3 == 0 ? Setting.SEVERAL : Setting.ALONE;
            assertThat(run(seed, setting, seed % 2 == 0))
                    .as("seed %d", seed)
                    .isEqualTo(run(seed, setting, seed % 2 == 0));
        }
    }

    /// With `-Dseed=N` it prints its trace as it goes; that is how a failing seed is replayed.
    @Test
    void oneSeedWithItsTrace() {
        var sweeps = Boolean.parseBoolean(System.getProperty("sweep", "true"));
        var lines = new ArrayList<String>();
        var isAsked = System.getProperty("seed") != null;
        Consumer<String> trace = isAsked ? System.out::println : lines::add;
        var setting = Setting.valueOf(System.getProperty("setting", "ALONE"));
        new Simulation(Long.getLong("seed", 0), setting, sweeps, Plant.NONE, Optional.of(trace)).run();
        assertThat(lines.isEmpty()).isEqualTo(isAsked);
    }

    private static long run(long seed, Setting setting, boolean sweeps) {
        var simulation = new Simulation(seed, setting, sweeps, Plant.NONE, Optional.empty());
        try {
            return simulation.run();
        } catch (Throwable broken) {
            throw new AssertionError("replay with " + simulation.replay() + ": " + broken, broken);
        }
    }
}
