package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Manifests as trees of maps, lists and plain values, in the order they are written.
final class Trees {
    static final ObjectMapper JSON = new ObjectMapper();

    private Trees() {}

    /// A map of keys and values, in this order; a value that is an empty map, list or text is left out.
    static Map<String, Object> map(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            if (!isEmpty(keysAndValues[i + 1])) {
                map.put((String) keysAndValues[i], keysAndValues[i + 1]);
            }
        }
        return map;
    }

    private static boolean isEmpty(Object value) {
        return (value instanceof Map<?, ?> map && map.isEmpty())
                || (value instanceof List<?> list && list.isEmpty())
                || (value instanceof String text && text.isEmpty());
    }

    static List<Object> list(Object... items) {
        return new ArrayList<>(Arrays.asList(items));
    }

    static String json(Object tree) {
        try {
            return JSON.writeValueAsString(tree);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The tree of a YAML text; an empty text is an empty tree.
    ///
    /// @throws IllegalArgumentException when it is no YAML, or no map
    static Map<String, Object> parse(String yaml) {
        if (yaml.isBlank()) {
            return new LinkedHashMap<>();
        }
        Object tree;
        try {
            tree = Serialization.unmarshal(yaml, Object.class);
        } catch (RuntimeException wrong) {
            throw new IllegalArgumentException("not YAML: " + wrong.getMessage(), wrong);
        }
        if (!(tree instanceof Map)) {
            throw new IllegalArgumentException("a pod's fields are wanted (metadata, spec), not a list or a text");
        }
        return asMap(tree);
    }

    @SuppressWarnings("unchecked") // keys of manifests are text
    static Map<String, Object> asMap(Object tree) {
        return (Map<String, Object>) tree;
    }

    /// Lays one tree over another as Kubernetes' strategic merge does for pods: maps are merged, lists of things
    /// with a name (containers, volumes, env) by name, those with a mount path by it, others are appended.
    ///
    /// @param path of `over`, for the message
    /// @throws IllegalArgumentException when the two are of different kinds
    static Map<String, Object> merge(Map<String, Object> under, Map<String, ?> over, String path) {
        var merged = new LinkedHashMap<>(under);
        over.forEach((key, value) -> {
            var here = path.isEmpty() ? key : path + "." + key;
            var old = merged.get(key);
            if (old == null) {
                merged.put(key, value);
            } else if (!kind(old).equals(kind(value))) {
                throw new IllegalArgumentException(here + " must be " + kind(old) + ", not " + kind(value));
            } else if (value instanceof Map) {
                merged.put(key, merge(asMap(old), asMap(value), here));
            } else if (old instanceof List<?> first && value instanceof List<?> second) {
                merged.put(key, mergeLists(first, second, here));
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }

    private static String kind(Object value) {
        return value instanceof Map ? "a map" : value instanceof List ? "a list" : "a plain value";
    }

    private static List<Object> mergeLists(List<?> under, List<?> over, String path) {
        var merged = new ArrayList<Object>(under);
        for (var item : over) {
            var at = -1;
            for (int i = 0; i < merged.size(); i++) {
                if (isSame(merged.get(i), item)) {
                    at = i;
                }
            }
            if (at < 0) {
                merged.add(item);
            } else if (item instanceof Map) {
                merged.set(at, merge(asMap(merged.get(at)), asMap(item), path + "[" + at + "]"));
            }
        }
        return merged;
    }

    private static boolean isSame(Object one, Object other) {
        if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
            var key = a.containsKey("mountPath") ? "mountPath" : "name";
            return a.containsKey(key) && a.get(key).equals(b.get(key));
        }
        return one.equals(other);
    }
}
