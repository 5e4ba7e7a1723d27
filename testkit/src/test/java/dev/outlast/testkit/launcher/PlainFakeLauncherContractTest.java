package dev.outlast.testkit.launcher;

import java.util.Set;

/// A launcher without any further capability: what it does not declare, it refuses.
final class PlainFakeLauncherContractTest extends LauncherContract {
    @Override
    protected LauncherBench newBench() {
        return new FakeBench(Set.of());
    }
}
