package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.NodeShape;
import dev.outlast.core.cluster.Offer;
import java.util.Objects;

/// What a [FakeCloud] sells at one place: an offer, the shape of its nodes and how many there are.
public record FakeShelf(Offer offer, NodeShape shape, int capacity) {
    public FakeShelf {
        Objects.requireNonNull(offer);
        Objects.requireNonNull(shape);
    }
}
