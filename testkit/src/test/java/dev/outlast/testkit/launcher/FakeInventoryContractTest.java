package dev.outlast.testkit.launcher;

import dev.outlast.core.spi.Launcher;
import java.util.Optional;
import java.util.Set;

final class FakeInventoryContractTest extends InventoryContract {
    @Override
    protected LauncherBench newBench() {
        return new FakeBench(Set.of());
    }

    @Override
    protected Optional<Launcher> halfDeaf(LauncherBench world) {
        ((FakeBench) world).cloud().faults().deafen("north");
        return Optional.of(world.launcher());
    }
}
