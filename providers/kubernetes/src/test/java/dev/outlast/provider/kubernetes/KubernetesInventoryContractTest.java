package dev.outlast.provider.kubernetes;

import dev.outlast.core.spi.Launcher;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import dev.outlast.testkit.launcher.InventoryContract;
import dev.outlast.testkit.launcher.LauncherBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real control plane with simulated nodes: some alike, one that may be taken back, and an autoscaler
/// that could make others.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
final class KubernetesInventoryContractTest extends InventoryContract {
    private static final String POOL = "inventory";
    private static final Map<String, String> CONFIGURATION = Map.of(
            "node_selector.pool",
            POOL,
            "autoscaler",
            "gke",
            "autoscaled.accelerators",
            "L4:4",
            "autoscaled.spot",
            "true");
    private static final List<FakeNodes> SIMULATORS = new ArrayList<>();

    private final List<Launcher> opened = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startSimulator() throws IOException {
        var nodes = FakeNodes.start(LocalKubernetes.shared());
        SIMULATORS.add(nodes);
        for (var name : List.of("a", "b")) {
            nodes.add(
                    POOL + "-" + name,
                    Map.of("pool", POOL, "cloud.google.com/gke-accelerator", "nvidia-h100-80gb"),
                    "",
                    Map.of("cpu", "64", "memory", "512Gi", "nvidia.com/gpu", "8"));
        }
        nodes.add(
                POOL + "-spot",
                Map.of(
                        "pool",
                        POOL,
                        "cloud.google.com/gke-accelerator",
                        "nvidia-tesla-t4",
                        "cloud.google.com/gke-spot",
                        "true",
                        "topology.kubernetes.io/zone",
                        "north-a"),
                "",
                Map.of("cpu", "8", "memory", "64Gi", "nvidia.com/gpu", "1"));
    }

    @AfterAll
    static void stopSimulators() throws IOException {
        LocalKubernetes.shared().kubectl("delete", "nodes", "-l", "pool=" + POOL, "--wait=false");
        SIMULATORS.forEach(FakeNodes::close);
    }

    @AfterEach
    void closeOthers() {
        opened.forEach(Launcher::close);
    }

    @Override
    protected LauncherBench newBench() {
        return new KubeBench(LocalKubernetes.shared(), CONFIGURATION);
    }

    /// A second context whose server is not there.
    @Override
    protected Optional<Launcher> halfDeaf(LauncherBench world) {
        var bench = (KubeBench) world;
        try {
            var known = Files.readString(bench.cluster().kubeconfig());
            var file = Files.writeString(
                    directory.resolve("kubeconfig"),
                    known.replace(
                                    "clusters: [",
                                    "clusters: [{name: away, cluster: {server: \"https://127.0.0.1:1\"}}, ")
                            .replace(
                                    "contexts: [", "contexts: [{name: away, context: {cluster: away, user: admin}}, "));
            var configuration = new HashMap<>(CONFIGURATION);
            configuration.putAll(Map.of(
                    "kubeconfig", file.toString(), "allowed_contexts", "away,admin", "namespace", bench.namespace()));
            var launcher = new KubernetesLauncher(
                    KubernetesConfig.of(configuration), bench.blobs(), InstantSource.system(), System::nanoTime);
            opened.add(launcher);
            return Optional.of(launcher);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
