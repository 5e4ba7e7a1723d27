package dev.outlast.provider.kubernetes;

import dev.outlast.testkit.kubernetes.LocalKubelet;
import dev.outlast.testkit.launcher.LauncherBench;
import dev.outlast.testkit.launcher.LauncherContract;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;

/// The contract on a real control plane, with real pods on a real kubelet.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.LocalKubelet#isInstalled")
final class KubernetesLauncherContractTest extends LauncherContract {
    @Override
    protected LauncherBench newBench() {
        return new KubeBench(LocalKubelet.shared().cluster(), Map.of());
    }
}
