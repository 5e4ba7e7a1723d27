package dev.outlast.controller.leader;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/// One Lease object of a Kubernetes API server, read and compare-and-swapped by its resource version.
interface LeaseObject extends AutoCloseable {
    /// Empty when there is none.
    Optional<SeenLease> read() throws IOException;

    /// Makes the object.
    ///
    /// @return empty when somebody was faster
    Optional<SeenLease> create(Claim claim) throws IOException;

    /// Writes over what was seen.
    ///
    /// @return empty when it was not as seen any more: somebody was faster
    Optional<SeenLease> replace(SeenLease seen, Claim claim) throws IOException;

    @Override
    void close();

    /// What to write.
    ///
    /// @param holder empty to give it back
    /// @param elected whether a term begins, not merely goes on
    record Claim(String holder, int transitions, Duration duration, boolean elected) {}
}
