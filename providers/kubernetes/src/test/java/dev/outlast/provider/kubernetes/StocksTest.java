package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.spi.Inventory.Stock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StocksTest {
    private static final Map<String, String> BIG = Map.of(
            "cloud.google.com/gke-accelerator", "nvidia-h100-80gb",
            "cloud.google.com/gke-nodepool", "big",
            "node.kubernetes.io/instance-type", "a3-highgpu-8g",
            "topology.kubernetes.io/zone", "us-a");

    private static NodeSight node(String name, Map<String, String> labels, int gpus, boolean closed) {
        return new NodeSight(
                name, labels, List.of(), Map.of("cpu", 8000L, "nvidia.com/gpu", gpus * 1000L), "True", closed);
    }

    private static PodSight pod(String node, int gpus, String phase) {
        return new PodSight(
                "elsewhere",
                "p",
                "u" + node + gpus + phase,
                "",
                1,
                Optional.empty(),
                node,
                "",
                new PodSight.State(phase, "", "", "", Optional.empty(), Optional.empty()),
                Optional.empty(),
                Map.of(),
                Map.of("nvidia.com/gpu", gpus * 1000L));
    }

    private static ContextConfig config(String... keysAndValues) {
        var keys = new HashMap<String, String>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            keys.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return KubernetesConfig.of(keys).context("any");
    }

    @Test
    void nodesThatAreAlikeAreOneLine() {
        var spot = new HashMap<>(BIG);
        spot.put("cloud.google.com/gke-spot", "true");
        var nodes = List.of(
                node("a", BIG, 8, false),
                node("b", BIG, 8, false),
                node("c", BIG, 8, true),
                node("d", spot, 8, false),
                node("e", Map.of(), 0, false));
        var pods = List.of(
                pod("a", 3, "Running"), pod("a", 2, "Succeeded"), pod("b", 8, "Pending"), pod("", 8, "Pending"));

        assertThat(new Stocks(config(), nodes, pods, true).all())
                .as("a closed node is there, and gives nothing; a pod that is over or nowhere takes nothing")
                .containsExactly(
                        new Stock("us-a", "H100", 8, "big", "a3-highgpu-8g", false, 3, OptionalDouble.of(5), false),
                        new Stock("us-a", "H100", 8, "big", "a3-highgpu-8g", true, 1, OptionalDouble.of(8), false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cloud.google.com/gke-nodepool",
                "karpenter.sh/nodepool",
                "eks.amazonaws.com/nodegroup",
                "alpha.eksctl.io/nodegroup-name",
                "kubernetes.azure.com/agentpool",
                "agentpool",
                "oke.oraclecloud.com/pool.name",
                "compute.coreweave.com/node-pool"
            })
    void everyVendorNamesItsPools(String label) {
        var labels = Map.of(label, "big", "name", "other", "node.kubernetes.io/instance-type", "BM.GPU.H100.8");

        assertThat(new Stocks(config(), List.of(node("a", labels, 8, false)), List.of(), true).all())
                .containsExactly(
                        new Stock("", "H100", 8, "big", "BM.GPU.H100.8", false, 1, OptionalDouble.of(8), false));
    }

    @Test
    void whoSeesNotAllPodsDoesNotKnowWhatIsFree() {
        var told = new Stocks(config(), List.of(node("a", BIG, 8, false)), List.of(), false).all();

        assertThat(told.getFirst().free()).isEmpty();
        assertThat(told.getFirst().total()).isEqualTo(8);
    }

    @Test
    void whatAnAutoscalerMakesIsShownWhereThereIsNone() {
        var config = config("autoscaler", "gke", "autoscaled.accelerators", "H100:8, L4:4", "autoscaled.spot", "true");

        assertThat(new Stocks(config, List.of(node("a", BIG, 8, false)), List.of(), true).all())
                .containsExactly(
                        new Stock("us-a", "H100", 8, "big", "a3-highgpu-8g", false, 1, OptionalDouble.of(8), true),
                        new Stock("", "H100", 8, "", "", true, 0, OptionalDouble.of(0), true),
                        new Stock("", "L4", 4, "", "", false, 0, OptionalDouble.of(0), true),
                        new Stock("", "L4", 4, "", "", true, 0, OptionalDouble.of(0), true));
    }

    @Test
    void nodesThatAreNotUsedAreNotShown() {
        var config = config("node_selector.team", "mine");

        assertThat(new Stocks(config, List.of(node("a", BIG, 8, false)), List.of(), true).all())
                .isEmpty();
    }
}
