package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Offer;
import java.util.Objects;

/// The attempt that has, or may have, a cluster.
///
/// @param number from 1
public record Live(int number, Offer offer, ClusterHandle handle, ResumePoint resume) {
    public Live {
        Objects.requireNonNull(offer);
        Objects.requireNonNull(handle);
        Objects.requireNonNull(resume);
    }
}
