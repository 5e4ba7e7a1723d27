package dev.outlast.controller.engine;

import dev.outlast.core.spi.Store;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.StoreException;

/// Commits a batch by the unknown-commit rule: after a doubtful commit the leader row's batch number tells.
public final class Committer {
    private final Store store;
    private final Pause pause;

    /// How to wait while the store is away; the simulator's returns at once.
    @FunctionalInterface
    public interface Pause {
        void before(int retry) throws InterruptedException;
    }

    enum Result {
        COMMITTED,
        /// The disk is full: nothing was written.
        NO_SPACE
    }

    Committer(Store store, Pause pause) {
        this.store = store;
        this.pause = pause;
    }

    /// @throws LostLeadership when the store has another epoch or an older or newer batch than it may have
    Result commit(Batch batch) throws LostLeadership, InterruptedException {
        while (true) {
            try {
                store.commit(batch);
                return Result.COMMITTED;
            } catch (StoreException failed) {
                switch (failed.kind()) {
                    case FULL -> {
                        return Result.NO_SPACE;
                    }
                    case FENCED, UNKNOWN -> {
                        if (wasCommitted(batch)) {
                            return Result.COMMITTED;
                        }
                    }
                }
            }
        }
    }

    /// Reads the row until it answers: batch b → it was committed; b − 1 → try again; anything else → step down.
    private boolean wasCommitted(Batch batch) throws LostLeadership, InterruptedException {
        for (int retry = 0; ; retry++) {
            pause.before(retry);
            try {
                var row = store.leader();
                if (row.epoch() == batch.epoch() && row.lastBatch() == batch.number()) {
                    return true;
                }
                if (row.epoch() == batch.epoch() && row.lastBatch() == batch.number() - 1) {
                    return false;
                }
                throw new LostLeadership("the store is at epoch " + row.epoch() + " batch " + row.lastBatch()
                        + ", this controller at epoch " + batch.epoch() + " batch " + batch.number());
            } catch (StoreException away) {
                // The store is away: no job fails for it. The next round asks again.
                if (retry == Integer.MAX_VALUE) {
                    throw new LostLeadership("the store never came back: " + away.getMessage());
                }
            }
        }
    }
}
