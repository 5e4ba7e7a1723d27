package dev.outlast.provider.kubernetes;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How node pools say that they may be taken back, and that one is about to be.
final class SpotMarks {
    private static final Map<String, List<String>> LABELS = Map.of(
            "cloud.google.com/gke-spot", List.of("true"),
            "cloud.google.com/gke-preemptible", List.of("true"),
            "cloud.google.com/gke-provisioning", List.of("spot"),
            "eks.amazonaws.com/capacityType", List.of("SPOT"),
            "karpenter.sh/capacity-type", List.of("spot"),
            "kubernetes.azure.com/scalesetpriority", List.of("spot"),
            "oci.oraclecloud.com/oke-is-preemptible", List.of("true"),
            "node.coreweave.cloud/reserved", List.of("spot"),
            "outlast.dev/spot", List.of("true"));

    /// Taints of pools and accelerators that a pod of ours may live with.
    private static final List<String> TOLERATED = List.of(
            "cloud.google.com/gke-spot",
            "cloud.google.com/gke-preemptible",
            "cloud.google.com/gke-provisioning",
            "eks.amazonaws.com/capacityType",
            "karpenter.sh/capacity-type",
            "kubernetes.azure.com/scalesetpriority",
            "oci.oraclecloud.com/oke-is-preemptible",
            "outlast.dev/spot");

    /// Somebody is about to take the node away.
    private static final List<String> NOTICES = List.of(
            "cloud.google.com/impending-node-termination",
            "ToBeDeletedByClusterAutoscaler",
            "karpenter.sh/disrupted",
            "karpenter.sh/disruption",
            "aws-node-termination-handler/spot-itn",
            "aws-node-termination-handler/asg-lifecycle-termination",
            "aws-node-termination-handler/scheduled-maintenance",
            "aws-node-termination-handler/rebalance-recommendation",
            "node.cloudprovider.kubernetes.io/shutdown");

    static final String OUT_OF_SERVICE = "node.kubernetes.io/out-of-service";

    private SpotMarks() {}

    static boolean isSpot(NodeSight node) {
        return LABELS.entrySet().stream()
                .anyMatch(mark -> mark.getValue().contains(node.labels().getOrDefault(mark.getKey(), "")));
    }

    /// Labels by which a pod selects nodes like this spot node.
    static Map<String, String> labels(NodeSight node) {
        var found = new TreeMap<String, String>();
        LABELS.forEach((key, values) -> {
            var value = node.labels().getOrDefault(key, "");
            if (values.contains(value)) {
                found.put(key, value);
            }
        });
        return found;
    }

    static List<String> labelKeys() {
        return LABELS.keySet().stream().sorted().toList();
    }

    static List<String> values(String labelKey) {
        return LABELS.getOrDefault(labelKey, List.of());
    }

    static List<String> tolerated() {
        return TOLERATED;
    }

    static boolean isNotice(String taintKey) {
        return NOTICES.contains(taintKey);
    }
}
