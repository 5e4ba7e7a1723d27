package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.Capability;
import java.util.EnumSet;

final class FakeLauncherContractTest extends LauncherContract {
    @Override
    protected LauncherBench newBench() {
        return new FakeBench(EnumSet.allOf(Capability.class));
    }
}
