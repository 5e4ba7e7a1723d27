package dev.outlast.provider.local;

import dev.outlast.core.cluster.NodeShape;
import dev.outlast.provider.local.LocalConfig.NodeType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What the local launcher pretends to be when nobody says otherwise.
final class LocalDefaults {
    static final int ZONE_CAPACITY = 10_000;
    static final Duration NOTICE_LEAD = Duration.ofSeconds(30);
    static final List<String> ZONES = List.of("a", "b");

    /// By region; they differ so that a placement can be seen.
    static final Map<String, Double> PRICE_FACTORS = Map.of("east", 1.0, "west", 1.08, "north", 0.94);

    static final List<String> REGIONS = List.of("east", "west", "north");

    static final List<NodeType> TYPES = List.of(
            plain("local.small", 1, 1, 0.012),
            plain("local.medium", 2, 4, 0.042),
            plain("local.large", 8, 32, 0.33),
            plain("local.xlarge", 32, 128, 1.35),
            accelerated("local.t4", 4, 16, "T4", 1, 0.53),
            accelerated("local.l4", 8, 32, "L4", 1, 0.81),
            accelerated("local.a10g", 8, 32, "A10G", 1, 1.21),
            accelerated("local.v100", 8, 61, "V100", 1, 2.48),
            accelerated("local.v100x8", 64, 488, "V100", 8, 19.8),
            accelerated("local.a100", 12, 85, "A100", 1, 3.67),
            accelerated("local.a100x8", 96, 680, "A100", 8, 29.4),
            accelerated("local.a100-80gb", 12, 170, "A100-80GB", 1, 5.04),
            accelerated("local.a100-80gbx8", 96, 1360, "A100-80GB", 8, 40.3),
            accelerated("local.h100", 26, 234, "H100", 1, 11.1),
            accelerated("local.h100x8", 208, 1872, "H100", 8, 88.5),
            new NodeType("local.hollow", new NodeShape(1, 1, "", 0), 0.012, third(0.012), true));

    private LocalDefaults() {}

    private static NodeType plain(String name, double cpus, double memoryGib, double price) {
        return new NodeType(name, new NodeShape(cpus, memoryGib, "", 0), price, third(price), false);
    }

    private static NodeType accelerated(
            String name, double cpus, double memoryGib, String accelerator, double count, double price) {
        return new NodeType(name, new NodeShape(cpus, memoryGib, accelerator, count), price, third(price), false);
    }

    /// Spot costs about a third of on-demand.
    static OptionalDouble third(double price) {
        return OptionalDouble.of(price / 3);
    }
}
