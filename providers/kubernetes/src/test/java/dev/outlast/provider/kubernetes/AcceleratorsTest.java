package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// One node per vendor, as its documentation shows them.
class AcceleratorsTest {
    record Row(
            String vendor,
            Map<String, String> labels,
            List<String> taints,
            Map<String, String> resources,
            String name,
            int count,
            boolean spot) {
        @Override
        public String toString() {
            return vendor;
        }
    }

    private static Row row(
            String vendor,
            Map<String, String> labels,
            String taint,
            String resource,
            int amount,
            String name,
            boolean spot) {
        return new Row(
                vendor,
                labels,
                taint.isEmpty() ? List.of() : List.of(taint),
                Map.of("cpu", "31850m", "memory", "120Gi", resource, "" + amount),
                name,
                amount,
                spot);
    }

    static Stream<Row> nodes() {
        return Stream.of(
                row(
                        "GKE, spot",
                        Map.of(
                                "cloud.google.com/gke-accelerator",
                                "nvidia-l4",
                                "cloud.google.com/gke-spot",
                                "true",
                                "cloud.google.com/gke-nodepool",
                                "l4"),
                        "nvidia.com/gpu",
                        "nvidia.com/gpu",
                        2,
                        "L4",
                        true),
                row(
                        "GKE, A100 80 GB",
                        Map.of("cloud.google.com/gke-accelerator", "nvidia-a100-80gb"),
                        "nvidia.com/gpu",
                        "nvidia.com/gpu",
                        8,
                        "A100-80GB",
                        false),
                row(
                        "GKE, T4, preemptible",
                        Map.of(
                                "cloud.google.com/gke-accelerator",
                                "nvidia-tesla-t4",
                                "cloud.google.com/gke-preemptible",
                                "true"),
                        "",
                        "nvidia.com/gpu",
                        1,
                        "T4",
                        true),
                row(
                        "GKE, H100 mega",
                        Map.of("cloud.google.com/gke-accelerator", "nvidia-h100-mega-80gb"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "H100-MEGA",
                        false),
                row(
                        "GKE, TPU v5e",
                        Map.of(
                                "cloud.google.com/gke-tpu-accelerator",
                                "tpu-v5-lite-podslice",
                                "cloud.google.com/gke-tpu-topology",
                                "2x4"),
                        "google.com/tpu",
                        "google.com/tpu",
                        4,
                        "tpu-v5e",
                        false),
                row(
                        "EKS, managed group, spot",
                        Map.of(
                                "k8s.amazonaws.com/accelerator",
                                "nvidia-tesla-v100",
                                "eks.amazonaws.com/capacityType",
                                "SPOT",
                                "node.kubernetes.io/instance-type",
                                "p3.8xlarge"),
                        "",
                        "nvidia.com/gpu",
                        4,
                        "V100",
                        true),
                row(
                        "EKS, no accelerator label",
                        Map.of(
                                "eks.amazonaws.com/capacityType",
                                "ON_DEMAND",
                                "node.kubernetes.io/instance-type",
                                "p5.48xlarge"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "H100",
                        false),
                row(
                        "Karpenter, spot",
                        Map.of(
                                "karpenter.k8s.aws/instance-gpu-name",
                                "a10g",
                                "karpenter.sh/capacity-type",
                                "spot",
                                "karpenter.k8s.aws/instance-gpu-count",
                                "4"),
                        "",
                        "nvidia.com/gpu",
                        4,
                        "A10G",
                        true),
                row(
                        "Karpenter, A100 with 80 GB",
                        Map.of(
                                "karpenter.k8s.aws/instance-gpu-name",
                                "a100",
                                "karpenter.k8s.aws/instance-gpu-memory",
                                "81920"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "A100-80GB",
                        false),
                row(
                        "EKS, Trainium",
                        Map.of("karpenter.k8s.aws/instance-accelerator-name", "trainium"),
                        "aws.amazon.com/neuron",
                        "aws.amazon.com/neuron",
                        16,
                        "TRAINIUM",
                        false),
                row(
                        "AKS, spot",
                        Map.of(
                                "kubernetes.azure.com/accelerator",
                                "nvidia",
                                "kubernetes.azure.com/scalesetpriority",
                                "spot",
                                "node.kubernetes.io/instance-type",
                                "Standard_NC24ads_A100_v4"),
                        "kubernetes.azure.com/scalesetpriority",
                        "nvidia.com/gpu",
                        1,
                        "A100-80GB",
                        true),
                row(
                        "AKS, T4",
                        Map.of("node.kubernetes.io/instance-type", "Standard_NC4as_T4_v3"),
                        "",
                        "nvidia.com/gpu",
                        1,
                        "T4",
                        false),
                row(
                        "OKE, preemptible",
                        Map.of(
                                "node.kubernetes.io/instance-type",
                                "VM.GPU.A10.1",
                                "oci.oraclecloud.com/oke-is-preemptible",
                                "true"),
                        "nvidia.com/gpu",
                        "nvidia.com/gpu",
                        1,
                        "A10",
                        true),
                row(
                        "OKE, bare metal",
                        Map.of("node.kubernetes.io/instance-type", "BM.GPU.H100.8"),
                        "nvidia.com/gpu",
                        "nvidia.com/gpu",
                        8,
                        "H100",
                        false),
                row(
                        "CoreWeave",
                        Map.of("gpu.nvidia.com/class", "A100_NVLINK_80GB", "gpu.nvidia.com/model", "A100_NVLINK_80GB"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "A100-80GB",
                        false),
                row("CoreWeave, H200", Map.of("gpu.nvidia.com/class", "H200"), "", "nvidia.com/gpu", 8, "H200", false),
                row(
                        "NVIDIA feature discovery",
                        Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3", "nvidia.com/gpu.count", "8"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "H100",
                        false),
                row(
                        "feature discovery, T4",
                        Map.of("nvidia.com/gpu.product", "Tesla-T4"),
                        "",
                        "nvidia.com/gpu",
                        1,
                        "T4",
                        false),
                row(
                        "feature discovery, workstation",
                        Map.of("nvidia.com/gpu.product", "NVIDIA-RTX-A6000"),
                        "",
                        "nvidia.com/gpu",
                        2,
                        "RTXA6000",
                        false),
                row(
                        "SkyPilot's label",
                        Map.of("skypilot.co/accelerator", "h100"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "H100",
                        false),
                row(
                        "our label",
                        Map.of("outlast.dev/accelerator", "H100-custom", "outlast.dev/spot", "true"),
                        "",
                        "nvidia.com/gpu",
                        8,
                        "H100-custom",
                        true),
                row(
                        "AMD",
                        Map.of("amd.com/gpu.product-name", "AMD_Instinct_MI300X_OAM"),
                        "amd.com/gpu",
                        "amd.com/gpu",
                        8,
                        "MI300X",
                        false),
                row("Intel Gaudi", Map.of(), "", "habana.ai/gaudi", 8, "Gaudi", false),
                row("Intel GPU", Map.of(), "", "gpu.intel.com/i915", 1, "Intel-GPU", false),
                row("no label at all", Map.of(), "", "nvidia.com/gpu", 2, "GPU", false));
    }

    @ParameterizedTest
    @MethodSource("nodes")
    void aNodeOfEachVendor(Row row) {
        var node = node("n", row.labels(), row.taints(), row.resources());

        assertThat(Accelerators.of(node)).hasValueSatisfying(found -> {
            assertThat(found.name()).isEqualTo(row.name());
            assertThat(found.count()).isEqualTo(row.count());
            assertThat(node.hasAll(found.labels())).isTrue();
        });
        assertThat(SpotMarks.isSpot(node)).isEqualTo(row.spot());
        var room = new Room(ConfigReaderTest.config(Map.of()), List.of(node));
        var shape = new InstanceShape(1, 1, row.name(), 1);
        assertThat(room.suitable(shape, row.spot()))
                .as("a pod that asks for it may go there")
                .hasSize(1);
        assertThat(room.suitable(shape, !row.spot())).isEmpty();
    }

    @Test
    void aNodeWithoutOneHasNone() {
        assertThat(Accelerators.of(node(
                        "n", Map.of("node.kubernetes.io/instance-type", "m5.large"), List.of(), Map.of("cpu", "2"))))
                .isEmpty();
    }

    static NodeSight node(String name, Map<String, String> labels, List<String> taints, Map<String, String> resources) {
        var node = Trees.map(
                "metadata", Trees.map("name", name, "labels", labels),
                "spec",
                        Trees.map(
                                "taints",
                                taints.stream()
                                        .map(key ->
                                                (Object) Trees.map("key", key, "value", "x", "effect", "NoSchedule"))
                                        .toList()),
                "status",
                        Trees.map(
                                "allocatable",
                                resources,
                                "conditions",
                                Trees.list(Trees.map("type", "Ready", "status", "True"))));
        ObjectNode tree = Trees.JSON.valueToTree(node);
        return NodeSight.of(tree);
    }
}
