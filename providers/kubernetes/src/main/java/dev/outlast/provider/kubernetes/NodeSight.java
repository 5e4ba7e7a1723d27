package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is kept of a node.
///
/// @param allocatable by resource, in thousandths
/// @param ready `True`, `False` or `Unknown`
/// @param closed whether it takes no new pods
record NodeSight(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        Map<String, Long> allocatable,
        String ready,
        boolean closed) {
    NodeSight {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
        allocatable = Map.copyOf(allocatable);
    }

    record Taint(String key, String value, String effect) {
        boolean repels() {
            return effect.equals("NoSchedule") || effect.equals("NoExecute");
        }
    }

    static NodeSight of(JsonNode node) {
        var labels = new HashMap<String, String>();
        node.at("/metadata/labels")
                .properties()
                .forEach(e ->
                        labels.put(e.getKey().intern(), e.getValue().asText().intern()));
        var taints = new ArrayList<Taint>();
        for (var taint : node.at("/spec/taints")) {
            taints.add(new Taint(
                    taint.path("key").asText(),
                    taint.path("value").asText(),
                    taint.path("effect").asText()));
        }
        var ready = "Unknown";
        for (var condition : node.at("/status/conditions")) {
            if (condition.path("type").asText().equals("Ready")) {
                ready = condition.path("status").asText().intern();
            }
        }
        return new NodeSight(
                node.at("/metadata/name").asText(),
                labels,
                taints,
                amounts(node.at("/status/allocatable")),
                ready,
                node.at("/spec/unschedulable").asBoolean());
    }

    static Map<String, Long> amounts(JsonNode resources) {
        var amounts = new HashMap<String, Long>();
        resources.properties().forEach(e -> {
            if (!e.getKey().startsWith("hugepages-")) {
                amounts.put(e.getKey().intern(), Amounts.milli(e.getValue().asText()));
            }
        });
        return amounts;
    }

    boolean isReady() {
        return ready.equals("True");
    }

    Optional<Taint> notice() {
        return taints.stream().filter(t -> SpotMarks.isNotice(t.key())).findFirst();
    }

    boolean isOutOfService() {
        return taints.stream().anyMatch(t -> t.key().equals(SpotMarks.OUT_OF_SERVICE));
    }

    boolean hasAll(Map<String, String> wanted) {
        return wanted.entrySet().stream().allMatch(e -> e.getValue().equals(labels.get(e.getKey())));
    }
}
