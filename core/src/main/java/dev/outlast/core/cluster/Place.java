package dev.outlast.core.cluster;

import java.util.Objects;

/// Where something runs: provider, region and zone. An empty region or zone means "any" or "has none".
public record Place(String provider, String region, String zone) {
    public Place {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(region);
        Objects.requireNonNull(zone);
    }
}
