package dev.outlast.controller.service;

import dev.outlast.core.store.StoreException;
import java.time.Duration;
import java.util.function.LongSupplier;

/// Whether a leader still reaches its store, where something else elected it. A leader that is cut off from the
/// database
/// alone would keep its Lease for ever, and nobody could do its work.
///
/// Where the database elects there is no need: who cannot reach it cannot renew.
final class StoreWatch {
    private final Question question;
    private final Duration patience;
    private final LongSupplier nanos;
    private long reachedAt;

    /// Asks the store anything.
    @FunctionalInterface
    interface Question {
        void ask() throws StoreException;
    }

    /// @param patience how long the store may be away; no shorter than others wait for a Lease
    /// @param nanos a monotonic clock
    StoreWatch(Question question, Duration patience, LongSupplier nanos) {
        this.question = question;
        this.patience = patience;
        this.nanos = nanos;
        this.reachedAt = nanos.getAsLong();
    }

    /// @return whether it has been away for too long
    boolean isLost() {
        try {
            question.ask();
            reachedAt = nanos.getAsLong();
            return false;
        } catch (StoreException away) {
            return Duration.ofNanos(nanos.getAsLong() - reachedAt).compareTo(patience) > 0;
        }
    }
}
