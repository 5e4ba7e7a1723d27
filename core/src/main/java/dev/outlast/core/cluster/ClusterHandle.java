package dev.outlast.core.cluster;

import java.util.Objects;

/// A launcher's own name of a cluster. The controller stores it and hands it back, and never looks inside.
///
/// @param version of the form of `data`, so that a newer launcher can read what an older one wrote
public record ClusterHandle(String provider, int version, String data) {
    public ClusterHandle {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(data);
    }

    // Both by hand: thousands of handles are looked up every second, and a string remembers its own hash.
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ClusterHandle handle
                        && version == handle.version
                        && data.equals(handle.data)
                        && provider.equals(handle.provider));
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }
}
