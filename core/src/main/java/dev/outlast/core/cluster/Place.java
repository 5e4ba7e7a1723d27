package dev.outlast.core.cluster;

import java.util.Objects;

/// Where something runs: provider, region and zone. An empty region or zone means "any" or "has none".
public record Place(String provider, String region, String zone) {
    public Place {
        Objects.requireNonNull(provider);
        Objects.requireNonNull(region);
        Objects.requireNonNull(zone);
    }

    /// Whether `other` lies in this place, where empty parts of this place match anything.
    public boolean covers(Place other) {
        return matches(provider, other.provider) && matches(region, other.region) && matches(zone, other.zone);
    }

    private static boolean matches(String mine, String other) {
        return mine.isEmpty() || mine.equals(other);
    }

    /// `provider/region/zone`, with empty tails left out.
    @Override
    public String toString() {
        return provider + (region.isEmpty() ? "" : "/" + region) + (zone.isEmpty() ? "" : "/" + zone);
    }
}
