package dev.outlast.core.task;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Immutable copies that keep the order the user wrote, which `Map.copyOf` does not.
final class OrderedCopy {
    private OrderedCopy() {}

    static <V> Map<String, V> of(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
