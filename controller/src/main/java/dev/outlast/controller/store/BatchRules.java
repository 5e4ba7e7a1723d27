package dev.outlast.controller.store;

import dev.outlast.core.store.Batch;

/// What every batch of a correct engine satisfies; a batch that does not is a bug, not a failure of the store.
final class BatchRules {
    private BatchRules() {}

    static void check(Batch batch) {
        for (var i = 0; i < batch.events().size(); i++) {
            var event = batch.events().get(i);
            if (event.batch() != batch.number() || event.n() != i) {
                throw new IllegalArgumentException("event " + i + " of batch " + batch.number() + " is numbered "
                        + event.cursor() + ": a reader would see a gap");
            }
        }
        for (var job : batch.jobs()) {
            if (job.id().value() > batch.lastJobId()) {
                throw new IllegalArgumentException("job " + job.id() + " of batch " + batch.number()
                        + " is above its last job id " + batch.lastJobId());
            }
        }
    }
}
