package dev.outlast.core.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Immutable maps that keep the order the user wrote, which `Map.copyOf` does not.
final class OrderedCopy {
    private OrderedCopy() {}

    static <V> Map<String, V> of(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// Keys to values, pair by pair.
    static <V> Map<String, V> of(List<String> keys, List<V> values) {
        var map = new LinkedHashMap<String, V>();
        for (int i = 0; i < keys.size(); i++) {
            map.put(keys.get(i), values.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    /// Each word to itself.
    static Map<String, String> ofWords(String... words) {
        return of(List.of(words), List.of(words));
    }
}
