package dev.outlast.core.store;

import java.util.Objects;

/// A task text as it was submitted, without secrets, stored once by hash.
///
/// @param overrides encoded; they are applied again whenever the text is read
public record SpecRow(String hash, String text, String overrides) {
    public SpecRow {
        Objects.requireNonNull(hash);
        Objects.requireNonNull(text);
        Objects.requireNonNull(overrides);
    }
}
