package dev.outlast.core.task;

import java.util.Set;

/// The words for true and false of YAML 1.1.
final class Truth {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");

    private Truth() {}

    /// Whether a scalar that YAML takes for a truth value is true.
    static boolean isTrue(String text) {
        return TRUE.contains(Text.lower(text));
    }
}
