package dev.outlast.core.store;

import java.util.Objects;

/// The one row that fences every write.
///
/// @param epoch raised by one at each take-over, from 1; 0 before the first
/// @param lastBatch the number of the last committed batch, 0 before the first
/// @param installation made once, `[a-z0-9]{1,32}`
/// @param incarnation raised by every restore of a backup, from 1
/// @param featureLevel which variants of states and events may be written
/// @param holder who leads, for people
/// @param lastJobId the highest job id ever given
public record LeaderRow(
        long epoch,
        long lastBatch,
        String installation,
        int incarnation,
        int featureLevel,
        String holder,
        long lastJobId) {
    public LeaderRow {
        Objects.requireNonNull(installation);
        Objects.requireNonNull(holder);
    }
}
