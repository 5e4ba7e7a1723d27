package dev.outlast.provider.local;

import dev.outlast.testkit.launcher.InventoryContract;
import dev.outlast.testkit.launcher.LauncherBench;
import java.util.Map;

/// Its regions are pretended on one machine: all can be asked, or none.
final class LocalInventoryContractTest extends InventoryContract {
    @Override
    protected LauncherBench newBench() {
        return new LocalBench(Map.of());
    }
}
