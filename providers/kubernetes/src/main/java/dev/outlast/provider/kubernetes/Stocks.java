package dev.outlast.provider.kubernetes;

import dev.outlast.core.spi.Inventory.Stock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// The accelerators of one context, as people are shown them. Pure.
///
/// @param pods that take from these nodes
/// @param everywhere whether those are all pods: else nobody knows what is free
record Stocks(ContextConfig config, Collection<NodeSight> nodes, Collection<PodSight> pods, boolean everywhere) {
    /// Labels that name the pool of a node, by vendor. OKE itself sets none: it notes the pool's id in an annotation.
    /// The one here comes with Oracle's own Terraform module.
    private static final List<String> POOLS = List.of(
            "cloud.google.com/gke-nodepool",
            "karpenter.sh/nodepool",
            "eks.amazonaws.com/nodegroup",
            "alpha.eksctl.io/nodegroup-name",
            "kubernetes.azure.com/agentpool",
            "agentpool",
            "oke.oraclecloud.com/pool.name",
            "compute.coreweave.com/node-pool");

    private static final List<String> TYPES =
            List.of("node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type");
    private static final List<String> ZONES =
            List.of("topology.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/zone");

    private record Kind(String accelerator, long perNode, String pool, String type, boolean spot, String zone) {}

    private static final class Sum {
        private int nodes;
        private long free;
    }

    List<Stock> all() {
        var taken = taken();
        var sums = new TreeMap<Kind, Sum>(Comparator.comparing(Kind::accelerator)
                .thenComparingLong(Kind::perNode)
                .thenComparing(Kind::pool)
                .thenComparing(Kind::type)
                .thenComparing(Kind::spot)
                .thenComparing(Kind::zone));
        for (var node : nodes) {
            if (node.hasAll(config.nodeSelector())) {
                Accelerators.of(node).ifPresent(found -> add(sums, node, found, taken));
            }
        }
        var stocks = new ArrayList<Stock>();
        sums.forEach((kind, sum) -> stocks.add(new Stock(
                kind.zone(),
                kind.accelerator(),
                kind.perNode(),
                kind.pool(),
                kind.type(),
                kind.spot(),
                sum.nodes,
                everywhere ? OptionalDouble.of((double) sum.free) : OptionalDouble.empty(),
                isMade(kind.accelerator(), kind.spot()))));
        stocks.addAll(notThereYet(stocks));
        return stocks;
    }

    private static void add(
            Map<Kind, Sum> sums, NodeSight node, Accelerators.Found found, Map<String, Map<String, Long>> taken) {
        var kind = new Kind(
                found.name(),
                found.count(),
                label(node, POOLS),
                label(node, TYPES),
                SpotMarks.isSpot(node),
                label(node, ZONES));
        var sum = sums.computeIfAbsent(kind, _ -> new Sum());
        sum.nodes++;
        if (node.isReady() && !node.closed() && node.notice().isEmpty()) {
            var used = taken.getOrDefault(node.name(), Map.of()).getOrDefault(found.resource(), 0L) / 1000;
            sum.free += Math.max(0, found.count() - used);
        }
    }

    private static String label(NodeSight node, List<String> names) {
        return names.stream()
                .map(name -> node.labels().getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }

    private Map<String, Map<String, Long>> taken() {
        var taken = new HashMap<String, Map<String, Long>>();
        for (var pod : pods) {
            if (!pod.node().isEmpty() && !pod.isOver()) {
                var here = taken.computeIfAbsent(pod.node(), _ -> new HashMap<>());
                pod.requests().forEach((key, amount) -> here.merge(key, amount, Long::sum));
            }
        }
        return taken;
    }

    private boolean isMade(String accelerator, boolean spot) {
        var autoscaler = config.autoscaler();
        return autoscaler.isThere()
                && (!spot || autoscaler.spot())
                && autoscaler.accelerators().keySet().stream().anyMatch(accelerator::equalsIgnoreCase);
    }

    /// What the autoscaler makes and nobody has now.
    private List<Stock> notThereYet(List<Stock> there) {
        var autoscaler = config.autoscaler();
        var more = new ArrayList<Stock>();
        for (var made : new TreeMap<>(autoscaler.accelerators()).entrySet()) {
            for (var spot : autoscaler.spot() ? List.of(false, true) : List.of(false)) {
                boolean known = there.stream()
                        .anyMatch(s -> s.accelerator().equalsIgnoreCase(made.getKey()) && s.spot() == spot);
                if (autoscaler.isThere() && !known && made.getValue() > 0) {
                    more.add(
                            new Stock("", made.getKey(), made.getValue(), "", "", spot, 0, OptionalDouble.of(0), true));
                }
            }
        }
        return more;
    }
}
