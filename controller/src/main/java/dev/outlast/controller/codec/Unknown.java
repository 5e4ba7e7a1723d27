package dev.outlast.controller.codec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;

/// Members that a newer version wrote and this one does not know. Handed back to [StateCodec#encode], they are kept
/// where they still belong.
///
/// @param original the text they came in; empty when everything was known
public record Unknown(Optional<JsonNode> original) {
    public static final Unknown NONE = new Unknown(Optional.empty());

    public Unknown {
        Objects.requireNonNull(original);
    }
}
