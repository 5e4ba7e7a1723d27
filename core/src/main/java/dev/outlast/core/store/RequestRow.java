package dev.outlast.core.store;

import java.time.Instant;
import java.util.Objects;

/// A command that was done, by its idempotency key.
///
/// @param bodyHash of what was asked; the same key with another body is a mistake of the client
/// @param answer encoded
public record RequestRow(String key, String bodyHash, String answer, Instant at) {
    public RequestRow {
        Objects.requireNonNull(key);
        Objects.requireNonNull(bodyHash);
        Objects.requireNonNull(answer);
        Objects.requireNonNull(at);
    }
}
