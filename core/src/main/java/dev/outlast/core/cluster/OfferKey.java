package dev.outlast.core.cluster;

import java.util.Objects;

/// What a refusal for lack of capacity is remembered by.
public record OfferKey(Place place, String instanceType, boolean spot) {
    public OfferKey {
        Objects.requireNonNull(place);
        Objects.requireNonNull(instanceType);
    }

    @Override
    public String toString() {
        return place + " " + instanceType + (spot ? " spot" : " on-demand");
    }
}
