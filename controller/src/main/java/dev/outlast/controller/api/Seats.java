package dev.outlast.controller.api;

import java.time.Duration;

/// Tells who leads. Thread-safe.
public interface Seats {
    /// Of a controller that has the store for itself.
    Seats HERE = new Seats() {
        @Override
        public Seat seat() {
            return new Seat.Here();
        }

        @Override
        public Seat await(Seat known, Duration atMost) {
            return seat();
        }
    };

    /// As far as known; never waits.
    Seat seat();

    /// Looks again, and waits while the seat is still the known one.
    ///
    /// @return the seat as it is then
    Seat await(Seat known, Duration atMost) throws InterruptedException;
}
