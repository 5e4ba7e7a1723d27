package dev.outlast.core.cluster;

import dev.outlast.core.job.Token;
import java.util.Objects;

/// What to make: inert capacity for one attempt. Nothing of the user's is in it.
///
/// @param epoch the leader's fencing number, at least 1; tags carry it
/// @param clusterName for people who look at the provider's console
/// @param wishes what the task asks of its nodes beyond the offer
public record ClusterRequest(Token token, long epoch, Offer offer, int nodes, String clusterName, Wishes wishes) {
    public ClusterRequest {
        Objects.requireNonNull(token);
        Objects.requireNonNull(offer);
        Objects.requireNonNull(clusterName);
        Objects.requireNonNull(wishes);
        if (epoch < 1 || nodes < 1) {
            throw new IllegalArgumentException("epoch and nodes start at 1: " + epoch + ", " + nodes);
        }
    }

    /// Without further wishes.
    public ClusterRequest(Token token, long epoch, Offer offer, int nodes, String clusterName) {
        this(token, epoch, offer, nodes, clusterName, Wishes.NONE);
    }
}
