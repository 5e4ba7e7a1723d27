package dev.outlast.provider.local;

import dev.outlast.core.cluster.NodeShape;
import dev.outlast.core.task.Closest;
import dev.outlast.provider.local.LocalConfig.NodeType;
import dev.outlast.provider.local.LocalConfig.Region;
import dev.outlast.provider.local.LocalConfig.Zone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads a [LocalConfig] from flattened keys and refuses every key it does not know.
final class ConfigReader {
    private static final Set<String> REGION_KEYS = Set.of("zones", "capacity", "price_factor");
    private static final Set<String> TYPE_KEYS =
            Set.of("cpus", "memory", "accelerators", "price", "spot_price", "hollow");
    private static final Set<String> PLAIN_KEYS = Set.of(
            "launch_delay",
            "notice_lead",
            "gone_report_delay",
            "error_rate",
            "preemption_rate",
            "seed",
            "hollow",
            "hollow_seconds",
            "isolation",
            "profile");

    private static final double MANY = 1e9;

    private final Map<String, String> plain = new TreeMap<>();
    private final Map<String, Map<String, String>> regions = new TreeMap<>();
    private final Map<String, Map<String, String>> types = new TreeMap<>();

    ConfigReader(Map<String, String> configuration) {
        new TreeMap<>(configuration).forEach(this::sort);
    }

    private void sort(String key, String value) {
        if (key.startsWith("regions.")) {
            sortIntoSection(key, value, regions, REGION_KEYS);
        } else if (key.startsWith("types.")) {
            sortIntoSection(key, value, types, TYPE_KEYS);
        } else if (PLAIN_KEYS.contains(key)) {
            plain.put(key, value);
        } else {
            var known = new TreeSet<>(PLAIN_KEYS);
            known.addAll(Set.of("regions", "types"));
            throw new IllegalArgumentException("unknown key " + key + Closest.hint(key, known));
        }
    }

    /// The name of a region or type stands between the first dot and the attribute; it may hold dots itself.
    private static void sortIntoSection(
            String key, String value, Map<String, Map<String, String>> section, Set<String> known) {
        var afterSection = key.indexOf('.') + 1;
        var zone = key.indexOf(".zone_capacity.");
        var dot = zone > 0 ? zone : key.lastIndexOf('.');
        var attribute = key.substring(dot + 1);
        var isZone = zone > 0 && known.equals(REGION_KEYS);
        if (dot < afterSection || !(isZone || known.contains(attribute))) {
            throw new IllegalArgumentException("unknown key " + key + Closest.hint(attribute, known));
        }
        section.computeIfAbsent(key.substring(afterSection, dot), _ -> new TreeMap<>())
                .put(attribute, value);
    }

    LocalConfig read() {
        return new LocalConfig(
                readRegions(),
                readTypes(),
                duration("launch_delay", Duration.ZERO),
                duration("notice_lead", LocalDefaults.NOTICE_LEAD),
                duration("gone_report_delay", Duration.ZERO),
                number("error_rate", 0, 1),
                number("preemption_rate", 0, MANY),
                read("seed", text -> ValueText.whole("seed", text, Long.MIN_VALUE, Long.MAX_VALUE), 1L),
                read("hollow", text -> ValueText.flag("hollow", text), false),
                number("hollow_seconds", 0, MANY),
                read(
                        "isolation",
                        text -> ValueText.oneOf("isolation", text, Set.of("auto", "pidns", "cgroup", "scan")),
                        "auto"),
                read("profile", text -> ValueText.oneOf("profile", text, Set.of("login", "none")), "login"));
    }

    private <T> T read(String key, Function<String, T> read, T otherwise) {
        return Optional.ofNullable(plain.get(key)).map(read).orElse(otherwise);
    }

    private Duration duration(String key, Duration otherwise) {
        return read(key, text -> ValueText.duration(key, text), otherwise);
    }

    private double number(String key, double otherwise, double most) {
        return read(key, text -> ValueText.number(key, text, 0, most), otherwise);
    }

    /// Whoever names a region means: these and no others.
    private List<Region> readRegions() {
        var names = regions.isEmpty() ? LocalDefaults.REGIONS : List.copyOf(regions.keySet());
        return names.stream()
                .map(name -> readRegion(name, regions.getOrDefault(name, Map.of())))
                .toList();
    }

    private static Region readRegion(String name, Map<String, String> keys) {
        var prefix = "regions." + name + ".";
        ValueText.names("regions", name);
        var zoneNames = Optional.ofNullable(keys.get("zones"))
                .map(text -> ValueText.names(prefix + "zones", text))
                .orElse(LocalDefaults.ZONES);
        var capacity = capacity(keys, prefix, "capacity", LocalDefaults.ZONE_CAPACITY);
        var zones = new ArrayList<Zone>();
        for (var zone : zoneNames) {
            zones.add(new Zone(zone, capacity(keys, prefix, "zone_capacity." + zone, capacity)));
        }
        for (var key : keys.keySet()) {
            var zone = key.substring(key.indexOf('.') + 1);
            if (key.startsWith("zone_capacity.") && !zoneNames.contains(zone)) {
                throw new IllegalArgumentException(prefix + key + ": no such zone" + Closest.hint(zone, zoneNames));
            }
        }
        var factor = Optional.ofNullable(keys.get("price_factor"))
                .map(text -> ValueText.number(prefix + "price_factor", text, 0, MANY))
                .orElseGet(() -> LocalDefaults.PRICE_FACTORS.getOrDefault(name, 1.0));
        return new Region(name, zones, factor);
    }

    private static int capacity(Map<String, String> keys, String prefix, String key, int otherwise) {
        return Optional.ofNullable(keys.get(key))
                .map(text -> Math.toIntExact(ValueText.whole(prefix + key, text, 0, Integer.MAX_VALUE)))
                .orElse(otherwise);
    }

    private List<NodeType> readTypes() {
        if (types.isEmpty()) {
            return LocalDefaults.TYPES;
        }
        var read = new ArrayList<NodeType>();
        types.forEach((name, keys) -> read.add(readType(name, keys)));
        return read;
    }

    private static NodeType readType(String name, Map<String, String> keys) {
        var prefix = "types." + name + ".";
        var accelerators = keys.getOrDefault("accelerators", "").split(":", -1);
        var accelerator = accelerators[0].strip();
        var count = accelerator.isEmpty()
                ? 0
                : accelerators.length == 1 ? 1 : ValueText.number(prefix + "accelerators", accelerators[1], 0.01, MANY);
        var shape = new NodeShape(
                ValueText.number(prefix + "cpus", keys.getOrDefault("cpus", "1"), 0.01, MANY),
                ValueText.number(prefix + "memory", keys.getOrDefault("memory", "1"), 0.01, MANY),
                accelerator,
                count);
        var price = ValueText.number(prefix + "price", keys.getOrDefault("price", "0"), 0, MANY);
        var spot = Optional.ofNullable(keys.get("spot_price"))
                .map(text -> text.equals("none")
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(ValueText.number(prefix + "spot_price", text, 0, MANY)))
                .orElseGet(() -> LocalDefaults.third(price));
        var hollow = ValueText.flag(prefix + "hollow", keys.getOrDefault("hollow", "false"));
        return new NodeType(name, shape, price, spot, hollow);
    }
}
