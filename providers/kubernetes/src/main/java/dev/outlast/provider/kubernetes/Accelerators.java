package dev.outlast.provider.kubernetes;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Which accelerators a node has, told from the labels and resources that the field uses. Vendors name models in many
/// ways; all become the names of the task language.
final class Accelerators {
    private Accelerators() {}

    /// @param resource what a pod asks for, such as `nvidia.com/gpu`
    /// @param labels what a pod must select to get this model and no other
    record Found(String name, String resource, long count, Map<String, String> labels) {
        Found {
            labels = Map.copyOf(labels);
        }
    }

    private record Rule(Pattern pattern, String name) {
        static Rule of(String pattern, String name) {
            return new Rule(Pattern.compile(pattern), name);
        }
    }

    /// Resources in the order they are looked for.
    private static final List<String> RESOURCES = List.of(
            "nvidia.com/gpu",
            "amd.com/gpu",
            "google.com/tpu",
            "gpu.intel.com/i915",
            "gpu.intel.com/xe",
            "habana.ai/gaudi",
            "aws.amazon.com/neuron");

    /// Labels whose value names the model, the most telling first: ours, SkyPilot's, then the vendors'.
    private static final List<String> MODEL_LABELS = List.of(
            "outlast.dev/accelerator",
            "skypilot.co/accelerator",
            "cloud.google.com/gke-accelerator",
            "cloud.google.com/gke-tpu-accelerator",
            "karpenter.k8s.aws/instance-gpu-name",
            "karpenter.k8s.aws/instance-accelerator-name",
            "k8s.amazonaws.com/accelerator",
            "gpu.nvidia.com/class",
            "gpu.nvidia.com/model",
            "nvidia.com/gpu.product",
            "amd.com/gpu.product-name",
            "beta.amd.com/gpu.product-name",
            "gpu.intel.com/product",
            "oci.oraclecloud.com/gpu-shape",
            "node.kubernetes.io/instance-type",
            "beta.kubernetes.io/instance-type");

    private static final List<Rule> TYPES = List.of(
            Rule.of("STANDARD_N[CD].*_T4_V3", "T4"),
            Rule.of("STANDARD_N[CD].*_H100_V5", "H100"),
            Rule.of("STANDARD_ND.*_H200_V5", "H200"),
            Rule.of("STANDARD_N[CD].*(A100|ASR|AMSR).*_V4", "A100-80GB"),
            Rule.of("STANDARD_NV.*_A10_V5", "A10"),
            Rule.of("STANDARD_NC.*_V3", "V100"),
            Rule.of("STANDARD_ND.*_MI300X_V5", "MI300X"),
            Rule.of("(VM|BM)\\.GPU2\\..*", "P100"),
            Rule.of("(VM|BM)\\.GPU3\\..*", "V100"),
            Rule.of("BM\\.GPU4\\..*", "A100"),
            Rule.of("BM\\.GPU\\.A100-V2.*", "A100-80GB"),
            Rule.of("BM\\.GPU\\.B4\\..*", "A100"),
            Rule.of("(VM|BM)\\.GPU\\.([A-Z]+[0-9]+[A-Z]?)\\..*", "$2"));

    private static final List<Rule> MODELS = List.of(
            Rule.of("TPU-V7X?.*", "tpu-v7"),
            Rule.of("TPU-V6E.*", "tpu-v6e"),
            Rule.of("TPU-V5P.*", "tpu-v5p"),
            Rule.of("TPU-(V5-LITE|V5LITE|V5E).*", "tpu-v5e"),
            Rule.of("TPU-V4.*", "tpu-v4"),
            Rule.of("GB200|GB300|GH200|B100|B200|B300|H200|H20|L40S|L40|T4G|V100|P100|K80|MI[0-9]{2,3}[XA]?", "$0"),
            Rule.of("H100(?=.*MEGA)", "H100-MEGA"),
            Rule.of("H100", "H100"),
            Rule.of("A100(?=.*80)", "A100-80GB"),
            Rule.of("A100", "A100"),
            Rule.of("A10G", "A10G"),
            Rule.of("A[0-9]{1,2}(?![0-9])", "$0"),
            Rule.of("L4|T4|P4|M60", "$0"),
            Rule.of("RTX[-_ ]?(?:QUADRO[-_ ]?)?(PRO[-_ ]?)?(A?[0-9]{4})", "RTX$1$2"),
            Rule.of("GAUDI[-_ ]?([23]?)", "Gaudi$1"),
            Rule.of("TRAINIUM2?|INFERENTIA2?", "$0"),
            Rule.of("MAX[-_ ]?1100|MAX[-_ ]?1550", "$0"));

    static Optional<Found> of(NodeSight node) {
        for (var resource : RESOURCES) {
            var count = node.allocatable().getOrDefault(resource, 0L) / 1000;
            if (count > 0) {
                return Optional.of(model(node, resource, count));
            }
        }
        return Optional.empty();
    }

    private static Found model(NodeSight node, String resource, long count) {
        for (var label : MODEL_LABELS) {
            var value = node.labels().getOrDefault(label, "");
            var name = label.startsWith("outlast.dev/") ? value : canonical(label, value, node);
            if (!name.isEmpty()) {
                return new Found(name, resource, count, Map.of(label, value));
            }
        }
        return new Found(unnamed(resource), resource, count, Map.of());
    }

    /// What a node without any telling label is called: somebody may still ask for it by this name.
    private static String unnamed(String resource) {
        return switch (resource) {
            case "nvidia.com/gpu" -> "GPU";
            case "amd.com/gpu" -> "AMD-GPU";
            case "google.com/tpu" -> "TPU";
            case "habana.ai/gaudi" -> "Gaudi";
            case "aws.amazon.com/neuron" -> "Neuron";
            default -> "Intel-GPU";
        };
    }

    private static String canonical(String label, String value, NodeSight node) {
        var upper = value.toUpperCase(Locale.ROOT);
        var byType = label.endsWith("instance-type") || label.endsWith("gpu-shape");
        if (label.startsWith("karpenter.") && upper.equals("A100")) {
            var mib = Amounts.milli(node.labels().getOrDefault("karpenter.k8s.aws/instance-gpu-memory", "0")) / 1000;
            return mib > 60_000 ? "A100-80GB" : "A100";
        }
        var name = apply(byType ? TYPES : MODELS, upper, byType);
        return name.isEmpty() && byType ? apply(MODELS, awsModel(upper), false) : name;
    }

    /// EKS and GKE without any other label: the families that stand for one model.
    private static String awsModel(String type) {
        var family = type.replaceAll("[.-].*", "");
        return Map.ofEntries(
                        Map.entry("P3", "V100"),
                        Map.entry("P4D", "A100"),
                        Map.entry("P4DE", "A100 80"),
                        Map.entry("P5", "H100"),
                        Map.entry("P5E", "H200"),
                        Map.entry("P5EN", "H200"),
                        Map.entry("P6", "B200"),
                        Map.entry("G4DN", "T4"),
                        Map.entry("G5", "A10G"),
                        Map.entry("G5G", "T4G"),
                        Map.entry("G6", "L4"),
                        Map.entry("G6E", "L40S"),
                        Map.entry("G2", "L4"),
                        Map.entry("TRN1", "TRAINIUM"),
                        Map.entry("TRN2", "TRAINIUM2"),
                        Map.entry("INF2", "INFERENTIA2"))
                .getOrDefault(family, "");
    }

    private static String apply(List<Rule> rules, String text, boolean whole) {
        for (var rule : rules) {
            var found = rule.pattern().matcher(text);
            if (whole ? found.matches() : found.find()) {
                var name = rule.name();
                for (int group = found.groupCount(); group >= 0; group--) {
                    var part = Optional.ofNullable(found.group(group)).orElse("");
                    name = name.replace("$" + group, part.replaceAll("[-_ ]", ""));
                }
                return name;
            }
        }
        return "";
    }
}
