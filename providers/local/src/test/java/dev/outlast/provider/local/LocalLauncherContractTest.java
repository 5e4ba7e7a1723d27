package dev.outlast.provider.local;

import dev.outlast.testkit.launcher.LauncherBench;
import dev.outlast.testkit.launcher.LauncherContract;
import java.util.Map;

final class LocalLauncherContractTest extends LauncherContract {
    @Override
    protected LauncherBench newBench() {
        return new LocalBench(Map.of());
    }
}
