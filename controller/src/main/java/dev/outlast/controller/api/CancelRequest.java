package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.Receipt;
import java.util.List;
import java.util.Objects;

/// @param by who asks, shown in the job's reason
/// @param receipt committed with what it did
public record CancelRequest(Selection selection, String by, Receipt receipt) {
    public CancelRequest {
        Objects.requireNonNull(selection);
        Objects.requireNonNull(by);
        Objects.requireNonNull(receipt);
    }

    public CancelRequest(Selection selection, String by) {
        this(selection, by, Receipt.NONE);
    }

    public sealed interface Selection {
        record Ids(List<JobId> ids) implements Selection {
            public Ids {
                ids = List.copyOf(ids);
            }
        }

        /// All live jobs of that name.
        record Named(String name) implements Selection {
            public Named {
                Objects.requireNonNull(name);
            }
        }

        /// All live jobs.
        record All() implements Selection {}
    }
}
