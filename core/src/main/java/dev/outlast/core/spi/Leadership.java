package dev.outlast.core.spi;

/// Elects one leader among controllers. It only *elects*; the epoch taken by compare-and-set in the store
/// *protects*.
/// Contract suite: `LeadershipContract`.
public interface Leadership extends AutoCloseable {
    /// Waits until this controller is elected.
    ///
    /// @throws InterruptedException when it was told to stop waiting
    Term awaitElection() throws InterruptedException;

    /// One time of being elected.
    interface Term {
        /// Whether the lease stands now, by the monotonic and the wall clock, whichever says more time has passed.
        boolean stands();

        /// Gives it back, so that another controller can lead at once. Idempotent.
        void resign();
    }

    @Override
    void close();
}
