package dev.outlast.core.cluster;

import java.util.Objects;

/// One place where a cluster could be made, priced.
///
/// @param pricePerHour US dollars per node and hour, at least 0
public record Offer(Place place, String instanceType, boolean spot, double pricePerHour) {
    public Offer {
        Objects.requireNonNull(place);
        Objects.requireNonNull(instanceType);
        if (!(pricePerHour >= 0)) {
            throw new IllegalArgumentException("price must be at least 0: " + pricePerHour);
        }
    }

    /// The part that a refusal is remembered by: a place that is full for one job is full for all.
    public OfferKey key() {
        return new OfferKey(place, instanceType, spot);
    }
}
