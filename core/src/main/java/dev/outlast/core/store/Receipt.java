package dev.outlast.core.store;

import dev.outlast.core.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Makes the record of a request from what a command did; it is committed in the same batch. Called on the engine's
/// thread, again if the batch is tried again: it must return at once and change nothing.
@FunctionalInterface
public interface Receipt {
    /// For commands that nobody fetches the answer of later.
    Receipt NONE = (_, _) -> Optional.empty();

    /// @param jobs made or cancelled, in the order asked
    /// @param at when
    Optional<ApiRequestRow> of(List<JobId> jobs, Instant at);
}
