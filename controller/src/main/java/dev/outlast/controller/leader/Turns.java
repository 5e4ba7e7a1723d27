package dev.outlast.controller.leader;

import dev.outlast.core.spi.Leadership;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sees to it that a process has one term at a time, and that whoever waits for the next one can be stopped.
final class Turns {
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable RenewedTerm term;
    private boolean closed;

    /// Waits until the term that was begun last is over.
    synchronized void awaitNone() throws InterruptedException {
        while (term != null && !closed) {
            wait();
        }
        refuseWhenStopped();
    }

    /// @throws InterruptedException when it was closed meanwhile: the term is given back
    Leadership.Term begin(RenewedTerm begun) throws InterruptedException {
        synchronized (this) {
            if (!closed) {
                term = begun;
                begun.start();
                return begun;
            }
        }
        begun.resign();
        throw new InterruptedException("closed");
    }

    synchronized void ended(RenewedTerm which) {
        if (which.equals(term)) {
            term = null;
            notifyAll();
        }
    }

    void pause(Duration pause) throws InterruptedException {
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("closed");
        }
    }

    synchronized void refuseWhenStopped() throws InterruptedException {
        if (closed) {
            throw new InterruptedException("closed");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException("told to stop waiting");
        }
    }

    /// Stops who waits.
    ///
    /// @return whether it was open
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        closing.countDown();
        notifyAll();
        return first;
    }

    /// Gives back the term that runs.
    void resign() {
        RenewedTerm last;
        synchronized (this) {
            last = term;
        }
        if (last != null) {
            last.resign();
        }
    }
}
