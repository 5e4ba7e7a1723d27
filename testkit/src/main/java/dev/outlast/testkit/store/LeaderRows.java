package dev.outlast.testkit.store;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;

/// What becomes of the leader row.
final class LeaderRows {
    private LeaderRows() {}

    static LeaderRow taken(LeaderRow row, String holder) {
        return new LeaderRow(
                row.epoch() + 1,
                row.lastBatch(),
                row.installation(),
                row.incarnation(),
                row.featureLevel(),
                holder,
                row.lastJobId());
    }

    static LeaderRow committed(LeaderRow row, Batch batch) {
        return new LeaderRow(
                row.epoch(),
                batch.number(),
                row.installation(),
                row.incarnation(),
                row.featureLevel(),
                row.holder(),
                batch.lastJobId());
    }

    static LeaderRow withIncarnation(LeaderRow row, int incarnation) {
        return new LeaderRow(
                row.epoch(),
                row.lastBatch(),
                row.installation(),
                incarnation,
                row.featureLevel(),
                row.holder(),
                row.lastJobId());
    }
}
