package dev.outlast.core.cluster;

import dev.outlast.core.job.Token;
import java.util.Objects;

/// Something at a provider that carries our tag.
public record OwnedResource(ClusterHandle handle, Token token, long epoch, String description) {
    public OwnedResource {
        Objects.requireNonNull(handle);
        Objects.requireNonNull(token);
        Objects.requireNonNull(description);
    }
}
