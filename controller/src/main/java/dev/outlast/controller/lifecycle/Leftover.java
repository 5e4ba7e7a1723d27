package dev.outlast.controller.lifecycle;

import java.time.Instant;
import java.util.Objects;

/// A cluster whose removal is still owed although the task went on: an unknown launch that may land late (inert),
/// or
/// an ended task whose release kept failing. It never changes an outcome; it is tried for ever.
public record Leftover(int attempt, String provider, Held held, int tries, Instant notBefore) {
    public Leftover {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(held);
        Objects.requireNonNull(notBefore);
    }
}
