package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.NodeShape;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// A fake cloud under the contract suite; waiting moves its clock.
final class FakeBench implements LauncherBench {
    private static final int STEPS = 1_000;

    private Instant now = Instant.EPOCH;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final FakeCloud cloud;
    private final FakeLauncher launcher;

    FakeBench(Set<Capability> capabilities) {
        var roomy = new FakeShelf(
                new Offer(new Place("fake", "north", "a"), "plain", false, 1), new NodeShape(2, 4, "", 0), 100);
        var scarce = new FakeShelf(
                new Offer(new Place("fake", "south", "a"), "rare", false, 1), new NodeShape(2, 4, "T4", 1), 1);
        cloud = new FakeCloud("fake", capabilities, List.of(roomy, scarce), () -> now)
                .scripted((what, rank) -> scripts.getOrDefault(what.run(), Script.succeeding()));
        launcher = open();
    }

    private FakeLauncher open() {
        return cloud.capabilities().contains(Capability.REHEARSAL)
                ? new RehearsableFakeLauncher(cloud)
                : new FakeLauncher(cloud);
    }

    FakeCloud cloud() {
        return cloud;
    }

    @Override
    public Launcher launcher() {
        return launcher;
    }

    @Override
    public Launcher reopened() {
        return open();
    }

    @Override
    public Demand demand(int nodes) {
        return wish(nodes, "", 0);
    }

    @Override
    public Optional<Demand> scarce() {
        return Optional.of(wish(1, "T4", 1));
    }

    private static Demand wish(int nodes, String accelerator, double count) {
        var anywhere = new Place("", "", "");
        return new Demand(
                nodes,
                List.of(new Demand.Choice(
                        anywhere, Quantity.ANY, Quantity.ANY, accelerator, count, "", Demand.Spot.NO, 10)),
                false);
    }

    @Override
    public Activation activation(Token token, long epoch, Script script) {
        var run = "script " + scripts.size();
        scripts.put(run, script);
        return new Activation(token, epoch, "", run, Map.of(), Map.of(), Duration.ZERO, Duration.ZERO, "", List.of());
    }

    @Override
    public void await(String what, BooleanSupplier holds) {
        for (var step = 0; step < STEPS; step++) {
            if (holds.getAsBoolean()) {
                return;
            }
            now = now.plusSeconds(1);
        }
        throw new AssertionError("never came: " + what);
    }

    @Override
    public void close() {}
}
