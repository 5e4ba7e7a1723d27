package dev.outlast.testkit.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// Seeded chance. Faults happen while they are on; delays and choices are drawn all the same.
public final class Chance {
    private final RandomGenerator random;
    private final double fury;
    private boolean faults = true;

    /// @param fury scales the chance of every fault, so that seeds differ in how bad the day is
    public Chance(long seed, double fury) {
        this.random = new SplittableRandom(seed);
        this.fury = fury;
    }

    /// From now on nothing fails any more.
    public void calm() {
        faults = false;
    }

    public boolean hasFaults() {
        return faults;
    }

    /// Whether a fault of this probability strikes now.
    public boolean fault(double probability) {
        return random.nextDouble() < probability * fury && faults;
    }

    /// Whether something of this probability is so; not a fault.
    public boolean is(double probability) {
        return random.nextDouble() < probability;
    }

    public int below(int bound) {
        return random.nextInt(bound);
    }

    public Duration between(Duration least, Duration most) {
        return least.plusNanos((long) (random.nextDouble() * most.minus(least).toNanos()));
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    public long seed() {
        return random.nextLong();
    }
}
