package dev.outlast.controller.planted;

import dev.outlast.controller.sim.StoreLine;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;

/// Writes every batch as if it were the newest leader's next one.
final class UnfencedStore extends StoreLine {
    UnfencedStore(Store store) {
        super(store);
    }

    @Override
    public void commit(Batch batch) throws StoreException {
        LeaderRow row = leader();
        var number = row.lastBatch() + 1;
        var events = batch.events().stream().map(e -> renumbered(e, number)).toList();
        try {
            super.commit(new Batch(
                    row.epoch(),
                    number,
                    Math.max(batch.lastJobId(), row.lastJobId()),
                    batch.specs(),
                    batch.jobs(),
                    batch.attempts(),
                    events,
                    batch.requests(),
                    batch.secrets(),
                    batch.apiRequests()));
        } catch (IllegalArgumentException anotherConstraint) {
            throw new StoreException(StoreException.Kind.FENCED, "refused by luck", anotherConstraint);
        }
    }

    private static EventRow renumbered(EventRow e, long batch) {
        return new EventRow(
                batch,
                e.n(),
                e.job(),
                e.task(),
                e.attempt(),
                e.at(),
                e.kind(),
                e.from(),
                e.to(),
                e.status(),
                e.detail());
    }
}
