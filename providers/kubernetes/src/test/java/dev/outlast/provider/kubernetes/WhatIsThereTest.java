package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.Inventory.Stock;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What nodes have and pods take, and how long a task lets the scheduler try, on a real control plane with simulated
/// nodes.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class WhatIsThereTest {
    private static final String POOL = "what-is-there";

    private final KubeBench bench = new KubeBench(
            LocalKubernetes.shared(),
            Map.of("node_selector.pool", POOL, "autoscaler", "gke", "autoscaled.accelerators", "L4:4"));
    private final FakeNodes nodes = FakeNodes.start(LocalKubernetes.shared());

    private WhatIsThereTest() throws IOException {
        nodes.add(
                POOL + "-a",
                Map.of("pool", POOL, "cloud.google.com/gke-accelerator", "nvidia-h100-80gb"),
                "",
                Map.of("cpu", "8", "memory", "64Gi", "nvidia.com/gpu", "8"));
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        bench.cluster().kubectl("delete", "nodes", "-l", "pool=" + POOL, "--wait=false");
        bench.cluster().kubectl("delete", "pods", "-n", "default", "-l", "pool=" + POOL, "--wait=false");
        nodes.close();
    }

    @Test
    void acceleratorsAreToldWithWhatStrangersTake() throws IOException {
        bench.cluster().apply("""
                apiVersion: v1
                kind: Pod
                metadata: {name: stranger, namespace: default, labels: {pool: %1$s}}
                spec:
                  nodeSelector: {pool: %1$s}
                  containers: [{name: a, image: b, resources: {limits: {nvidia.com/gpu: 3}}}]
                """.formatted(POOL));

        bench.await("three are taken", () -> stocks().getFirst().free().equals(OptionalDouble.of(5)));
        assertThat(stocks())
                .containsExactly(
                        new Stock("", "H100", 8, "", "", false, 1, OptionalDouble.of(5), false),
                        new Stock("", "L4", 4, "", "", false, 0, OptionalDouble.of(0), true));
    }

    private List<Stock> stocks() {
        var shelf = bench.launcher().accelerators().getFirst();
        assertThat(shelf.problem()).isEmpty();
        assertThat(shelf.region()).isEqualTo("admin");
        return shelf.stocks();
    }

    /// Configured are fifteen minutes, for there is an autoscaler.
    @Test
    void aTaskSaysHowLongItsPodsMayWait() throws Exception {
        var token = KubeBench.token(1);
        var offer = bench.launcher().offers(bench.demand(1)).getFirst();
        var wishes = new Wishes(
                "",
                List.of(),
                Map.of(),
                List.of(),
                Map.of(
                        "provision_timeout",
                        2L,
                        "pod_config",
                        Map.of("spec", Map.of("nodeSelector", Map.of("pool", "nowhere")))));
        var handle = bench.launcher().launch(new ClusterRequest(token, 1, offer, 1, "one", wishes));
        bench.launcher().activate(handle, KubeBench.shell(token, 1, "", "true"));

        bench.awaitGone(handle, Fault.CAPACITY);
    }
}
