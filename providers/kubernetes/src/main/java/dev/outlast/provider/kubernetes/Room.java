package dev.outlast.provider.kubernetes;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Whether so many pods of a shape find room, now or on empty nodes. Pure. The scheduler decides; this only spares
/// asking it in vain. Jobs come by the thousand and ask for a few shapes: what suits a shape is found once.
final class Room {
    private static final List<String> HARMLESS =
            List.of("nvidia.com/gpu", "amd.com/gpu", "google.com/tpu", "habana.ai/gaudi", "aws.amazon.com/neuron");

    private static final int SHAPES = 1_000;

    private final ContextConfig config;
    private final List<NodeSight> nodes;
    private final Map<Kind, List<NodeSight>> found = new ConcurrentHashMap<>();

    private record Kind(InstanceShape shape, boolean spot) {}

    Room(ContextConfig config, Collection<NodeSight> nodes) {
        this.config = config;
        this.nodes = List.copyOf(nodes);
    }

    /// Those a pod of this shape may be on, however full.
    List<NodeSight> suitable(InstanceShape shape, boolean spot) {
        if (found.size() > SHAPES) {
            found.clear();
        }
        return found.computeIfAbsent(new Kind(shape, spot), kind -> search(kind.shape(), kind.spot()));
    }

    private List<NodeSight> search(InstanceShape shape, boolean spot) {
        return nodes.stream()
                .filter(node -> node.hasAll(config.nodeSelector()) && SpotMarks.isSpot(node) == spot)
                .filter(node -> !repels(node, shape, spot))
                .filter(node -> hasModel(node, shape))
                .filter(node -> fits(needs(shape, node), node.allocatable()))
                .toList();
    }

    private static boolean hasModel(NodeSight node, InstanceShape shape) {
        return shape.count() == 0
                || Accelerators.of(node)
                        .filter(found -> found.name().equalsIgnoreCase(shape.accelerator()))
                        .isPresent();
    }

    private static boolean repels(NodeSight node, InstanceShape shape, boolean spot) {
        return node.taints().stream()
                .filter(NodeSight.Taint::repels)
                .anyMatch(taint -> !(spot && SpotMarks.tolerated().contains(taint.key()))
                        && !(shape.count() > 0 && HARMLESS.contains(taint.key()))
                        && !isPassing(taint.key()));
    }

    /// Says how the node is now, not what it is for.
    private static boolean isPassing(String key) {
        return key.startsWith("node.kubernetes.io/") || SpotMarks.isNotice(key);
    }

    private static Map<String, Long> needs(InstanceShape shape, NodeSight node) {
        var needs = new HashMap<String, Long>();
        needs.put("cpu", shape.milliCpus());
        needs.put("memory", shape.memoryMib() * (1L << 20) * 1000);
        Accelerators.of(node)
                .filter(_ -> shape.count() > 0)
                .ifPresent(found -> needs.put(found.resource(), shape.count() * 1000L));
        return needs;
    }

    /// What one pod takes, named as the nodes that suit it name it.
    Map<String, Long> wants(InstanceShape shape, boolean spot) {
        return suitable(shape, spot).stream()
                .findFirst()
                .map(node -> needs(shape, node))
                .orElseGet(() -> Map.of("cpu", shape.milliCpus()));
    }

    private static boolean fits(Map<String, Long> needs, Map<String, Long> free) {
        return needs.entrySet().stream().allMatch(e -> e.getValue() <= free.getOrDefault(e.getKey(), 0L));
    }

    /// @param taken what all pods take together of the node of this name, `pods` among it
    /// @param waiting what pods of ours want that are not scheduled yet, gated ones too
    /// @return why there is no room; empty when there is
    Optional<String> refusal(
            InstanceShape shape,
            boolean spot,
            int count,
            Function<String, Map<String, Long>> taken,
            List<Map<String, Long>> waiting) {
        var suitable = suitable(shape, spot);
        var places = suitable.stream()
                .filter(node ->
                        node.isReady() && !node.closed() && node.notice().isEmpty())
                .map(node -> new Place(node, taken))
                .toList();
        place(waiting, places);
        int at = 0;
        for (int placed = 0; placed < count; placed++) {
            while (at < places.size() && !places.get(at).hasRoom(shape)) {
                at++;
            }
            if (at == places.size()) {
                return Optional.of("room for " + placed + " of " + count + " pods of " + shape.name()
                        + (spot ? " on spot nodes" : "") + ": " + suitable.size() + " nodes are of that kind, "
                        + places.size() + " of them take pods now");
            }
            var place = places.get(at);
            take(needs(shape, place.node), place.left());
        }
        return Optional.empty();
    }

    /// What is left of a node; counted once somebody looks there, for mostly one of the first has room.
    private static final class Place {
        private final NodeSight node;
        private final Function<String, Map<String, Long>> taken;
        private @Nullable Map<String, Long> counted;

        Place(NodeSight node, Function<String, Map<String, Long>> taken) {
            this.node = node;
            this.taken = taken;
        }

        Map<String, Long> left() {
            var left = counted;
            if (left == null) {
                var rest = new HashMap<>(node.allocatable());
                taken.apply(node.name()).forEach((key, amount) -> rest.merge(key, -amount, Long::sum));
                left = rest;
                counted = rest;
            }
            return left;
        }

        boolean hasRoom(InstanceShape shape) {
            return fits(needs(shape, node), left()) && left().getOrDefault("pods", 1000L) >= 1000;
        }
    }

    /// The first place that has room takes each. Where one found none, the next that wants as much need not look.
    private static void place(List<Map<String, Long>> waiting, List<Place> places) {
        var reached = new HashMap<Map<String, Long>, Integer>();
        for (var wants : waiting) {
            var at = reached.getOrDefault(wants, 0);
            while (at < places.size() && !fits(wants, places.get(at).left())) {
                at++;
            }
            reached.put(wants, at);
            if (at < places.size()) {
                take(wants, places.get(at).left());
            }
        }
    }

    private static void take(Map<String, Long> wants, Map<String, Long> there) {
        wants.forEach((key, amount) -> there.merge(key, -amount, Long::sum));
        there.merge("pods", -1000L, Long::sum);
    }

    /// Whether the autoscaler makes such nodes.
    boolean isMade(InstanceShape shape, boolean spot) {
        var autoscaler = config.autoscaler();
        var most = autoscaler.accelerators().entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(shape.accelerator()))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
        return autoscaler.isThere()
                && (!spot || autoscaler.spot())
                && shape.cpus() <= autoscaler.cpus()
                && shape.memoryGib() <= autoscaler.memoryGib()
                && shape.count() <= most;
    }
}
