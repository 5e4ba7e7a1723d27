package dev.outlast.controller.leader;

import java.time.Duration;

/// A Kubernetes Lease as it was seen once.
///
/// @param version the object's resource version, which every write changes
/// @param holder empty when nobody is elected
/// @param transitions raised by every election
/// @param duration the holder's
record SeenLease(String version, String holder, int transitions, Duration duration) {
    boolean isFree() {
        return holder.isEmpty();
    }

    /// Whether this is still the term of that holder.
    boolean isTermOf(String name, int number) {
        return holder.equals(name) && transitions == number;
    }
}
