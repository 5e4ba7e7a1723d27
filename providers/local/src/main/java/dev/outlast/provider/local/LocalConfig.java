package dev.outlast.provider.local;

import dev.outlast.core.cluster.NodeShape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/// What the local launcher pretends to be. [#of] reads it from the configuration; `docs/local-launcher.md` lists
/// the
/// keys.
///
/// @param launchDelay how long a launch takes
/// @param noticeLead from the notice of a preemption to the preemption, zero for none
/// @param goneReportDelay from the death of a preempted node to the provider's word about it
/// @param errorRate share of calls that fail without effect, 0 to 1
/// @param preemptionsPerHour how often a spot cluster is taken back
/// @param seed of errors and preemptions
/// @param hollow whether all nodes are timers instead of processes
/// @param hollowSeconds how long a hollow node runs when its environment does not say
/// @param isolation how the runner holds a job's processes together: `auto`, `pidns`, `cgroup` or `scan`
/// @param profile what a job's shell reads first: `login` or `none`
record LocalConfig(
        List<Region> regions,
        List<NodeType> types,
        Duration launchDelay,
        Duration noticeLead,
        Duration goneReportDelay,
        double errorRate,
        double preemptionsPerHour,
        long seed,
        boolean hollow,
        double hollowSeconds,
        String isolation,
        String profile) {

    LocalConfig {
        regions = List.copyOf(regions);
        types = List.copyOf(types);
        Objects.requireNonNull(launchDelay);
        Objects.requireNonNull(noticeLead);
        Objects.requireNonNull(goneReportDelay);
        Objects.requireNonNull(isolation);
        Objects.requireNonNull(profile);
    }

    /// Reads the flattened section of the configuration file.
    ///
    /// @throws IllegalArgumentException when a key is unknown or a value is wrong; the message names the key
    static LocalConfig of(Map<String, String> configuration) {
        return new ConfigReader(configuration).read();
    }

    /// @param priceFactor what the prices of all types are multiplied with here
    record Region(String name, List<Zone> zones, double priceFactor) {
        Region {
            Objects.requireNonNull(name);
            zones = List.copyOf(zones);
        }
    }

    /// @param capacity how many nodes, of whatever type, it has room for
    record Zone(String name, int capacity) {
        Zone {
            Objects.requireNonNull(name);
        }
    }

    /// @param price US dollars per node and hour, on demand, before the region's factor
    /// @param spotPrice the same as spot, empty where there is none
    /// @param hollow whether its nodes are timers; such a type is offered only by name
    record NodeType(String name, NodeShape shape, double price, OptionalDouble spotPrice, boolean hollow) {
        NodeType {
            Objects.requireNonNull(name);
            Objects.requireNonNull(shape);
            Objects.requireNonNull(spotPrice);
        }
    }
}
