package dev.outlast.controller.api;

import java.time.Duration;

/// Who leads, as the test says.
public final class FakeSeats implements Seats {
    private Seat seat = new Seat.Vacant();
    private long looks;

    public synchronized void sit(Seat next) {
        seat = next;
        notifyAll();
    }

    /// Waits until somebody has looked in vain so often.
    public synchronized void awaitLooks(long least) throws InterruptedException {
        while (looks < least) {
            wait();
        }
    }

    @Override
    public synchronized Seat seat() {
        return seat;
    }

    @Override
    public synchronized Seat await(Seat known, Duration atMost) throws InterruptedException {
        looks++;
        notifyAll();
        var until = System.nanoTime() + atMost.toNanos();
        for (var left = atMost.toMillis(); seat.equals(known) && left > 0; ) {
            wait(left);
            left = (until - System.nanoTime()) / 1_000_000;
        }
        return seat;
    }
}
