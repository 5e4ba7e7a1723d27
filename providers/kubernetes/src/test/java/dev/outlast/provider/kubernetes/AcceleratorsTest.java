package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
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

    static Stream<Row> nodes() throws IOException {
        try (var table = Objects.requireNonNull(AcceleratorsTest.class.getResourceAsStream("nodes.txt"))) {
            return new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).map(AcceleratorsTest::row).toList().stream();
        }
    }

    private static Row row(String line) {
        var cells = Stream.of(line.split("\\|", -1)).map(String::strip).toList();
        var labels = new TreeMap<String, String>();
        for (var label : cells.get(1).split(" ", -1)) {
            if (!label.isEmpty()) {
                labels.put(label.substring(0, label.indexOf('=')), label.substring(label.indexOf('=') + 1));
            }
        }
        return new Row(
                cells.get(0),
                labels,
                cells.get(2).isEmpty() ? List.of() : List.of(cells.get(2)),
                Map.of("cpu", "31850m", "memory", "120Gi", cells.get(3), cells.get(4)),
                cells.get(5),
                Integer.parseInt(cells.get(4)),
                cells.get(6).equals("spot"));
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
