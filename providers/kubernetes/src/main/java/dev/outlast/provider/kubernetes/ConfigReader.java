package dev.outlast.provider.kubernetes;

import dev.outlast.core.task.Closest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads a [KubernetesConfig] from flattened keys and refuses every key it does not know.
final class ConfigReader {
    private static final String CONTEXTS = "contexts.";
    private static final Set<String> TOP = Set.of("kubeconfig", "allowed_contexts");
    private static final Set<String> PLAIN = Set.of(
            "namespace",
            "image",
            "run_as_user",
            "service_account",
            "service_account_token",
            "priority_class",
            "provision_timeout",
            "pod_config",
            "kueue.local_queue",
            "autoscaler",
            "autoscaled.accelerators",
            "autoscaled.spot",
            "autoscaled.cpus",
            "autoscaled.memory",
            "price.cpu",
            "price.memory",
            "price.spot_factor");
    private static final List<String> NAMED =
            List.of("labels.", "annotations.", "node_selector.", "price.accelerators.");
    private static final String IMAGE = "docker.io/library/debian:12-slim";

    private final Map<String, String> top = new TreeMap<>();
    private final Map<String, String> everywhere = new TreeMap<>();
    private final Map<String, Map<String, String>> contexts = new TreeMap<>();

    ConfigReader(Map<String, String> configuration) {
        new TreeMap<>(configuration).forEach(this::sort);
    }

    private void sort(String key, String value) {
        if (TOP.contains(key)) {
            top.put(key, value);
        } else if (isAttribute(key)) {
            everywhere.put(key, value);
        } else if (!key.startsWith(CONTEXTS) || !sortIntoContext(key, value)) {
            var known = new ArrayList<>(TOP);
            known.addAll(PLAIN);
            known.addAll(List.of("contexts", "labels", "annotations", "node_selector", "price"));
            var word = key.startsWith(CONTEXTS) ? key.substring(key.lastIndexOf('.') + 1) : key;
            throw new IllegalArgumentException("unknown key " + key + Closest.hint(word, known));
        }
    }

    /// A context's name may hold dots: what is left of the first thing that is an attribute.
    private boolean sortIntoContext(String key, String value) {
        for (var dot = key.indexOf('.', CONTEXTS.length()); dot > 0; dot = key.indexOf('.', dot + 1)) {
            var attribute = key.substring(dot + 1);
            if (isAttribute(attribute)) {
                contexts.computeIfAbsent(key.substring(CONTEXTS.length(), dot), _ -> new TreeMap<>())
                        .put(attribute, value);
                return true;
            }
        }
        return false;
    }

    private static boolean isAttribute(String key) {
        return PLAIN.contains(key)
                || NAMED.stream().anyMatch(prefix -> key.startsWith(prefix) && key.length() > prefix.length());
    }

    KubernetesConfig read() {
        var made = new TreeMap<String, ContextConfig>();
        contexts.forEach((name, keys) -> {
            var merged = new TreeMap<>(everywhere);
            merged.putAll(keys);
            made.put(name, context(CONTEXTS + name + ".", merged));
        });
        return new KubernetesConfig(
                Optional.ofNullable(top.get("kubeconfig"))
                        .filter(text -> !text.isBlank())
                        .map(Path::of),
                names(top.get("allowed_contexts")),
                context("", everywhere),
                made);
    }

    private static ContextConfig context(String path, Map<String, String> keys) {
        var read = new Attributes(path, keys);
        var autoscaler = read.text("autoscaler", "");
        return new ContextConfig(
                read.text("namespace", ""),
                read.text("image", IMAGE),
                (int) read.number("run_as_user", 1000, 1, Integer.MAX_VALUE),
                new ContextConfig.Account(read.text("service_account", ""), read.flag("service_account_token", false)),
                read.text("priority_class", ""),
                read.duration(
                        "provision_timeout", autoscaler.isEmpty() ? Duration.ofMinutes(1) : Duration.ofMinutes(15)),
                read.named("labels."),
                read.named("annotations."),
                read.named("node_selector."),
                read.tree("pod_config"),
                read.text("kueue.local_queue", ""),
                new ContextConfig.Autoscaler(
                        autoscaler,
                        read.counts("autoscaled.accelerators"),
                        read.flag("autoscaled.spot", false),
                        read.number("autoscaled.cpus", 64, 0, 1e6),
                        read.number("autoscaled.memory", 256, 0, 1e6)),
                read.prices());
    }

    private static List<String> names(@Nullable String text) {
        var names = new ArrayList<String>();
        for (var name : Optional.ofNullable(text).orElse("").split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        return names;
    }

    /// The attributes of one context, read by name.
    private record Attributes(String path, Map<String, String> keys) {
        String text(String key, String otherwise) {
            return keys.getOrDefault(key, otherwise).strip();
        }

        double number(String key, double otherwise, double least, double most) {
            var text = keys.get(key);
            if (text == null) {
                return otherwise;
            }
            try {
                var number = Double.parseDouble(text.strip());
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException none) {
                // Told below.
            }
            throw new IllegalArgumentException(path + key + ": a number from " + Amounts.text(least) + " to "
                    + Amounts.text(most) + ", not " + text);
        }

        boolean flag(String key, boolean otherwise) {
            return switch (keys.getOrDefault(key, Boolean.toString(otherwise))) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(path + key + ": true or false, not " + keys.get(key));
            };
        }

        Duration duration(String key, Duration otherwise) {
            var text = keys.get(key);
            if (text == null) {
                return otherwise;
            }
            return Durations.parse(text)
                    .orElseThrow(() -> new IllegalArgumentException(
                            path + key + ": a duration such as 90s or 15m (0s: for ever), not " + text));
        }

        Map<String, String> named(String prefix) {
            var named = new TreeMap<String, String>();
            keys.forEach((key, value) -> {
                if (key.startsWith(prefix)) {
                    named.put(key.substring(prefix.length()), value);
                }
            });
            return named;
        }

        String tree(String key) {
            var text = text(key, "");
            try {
                Trees.parse(text);
                return text;
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(path + key + ": " + wrong.getMessage(), wrong);
            }
        }

        Map<String, Integer> counts(String key) {
            var counts = new TreeMap<String, Integer>();
            for (var item : names(keys.get(key))) {
                var parts = item.split(":", -1);
                try {
                    counts.put(parts[0], parts.length == 1 ? 8 : Integer.parseInt(parts[1]));
                } catch (NumberFormatException wrong) {
                    throw new IllegalArgumentException(path + key + ": NAME:COUNT, not " + item, wrong);
                }
            }
            return counts;
        }

        ContextConfig.Prices prices() {
            var accelerators = new TreeMap<String, Double>();
            named("price.accelerators.")
                    .forEach((name, _) -> accelerators.put(name, number("price.accelerators." + name, 0, 0, 1e6)));
            return new ContextConfig.Prices(
                    number("price.cpu", 0, 0, 1e6),
                    number("price.memory", 0, 0, 1e6),
                    accelerators,
                    number("price.spot_factor", 1, 0, 1));
        }
    }
}
