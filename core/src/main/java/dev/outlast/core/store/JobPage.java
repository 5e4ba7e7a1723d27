package dev.outlast.core.store;

import java.util.Objects;
import java.util.Set;

/// One page of the job list, newest first, by keyset.
///
/// @param before only jobs with a smaller id; [Long#MAX_VALUE] for the first page
/// @param limit 1 to 1,000
/// @param statuses empty for all
/// @param name exact name, empty for all
/// @param user exact user, empty for all
public record JobPage(long before, int limit, Set<String> statuses, String name, String user) {
    public JobPage {
        statuses = Set.copyOf(statuses);
        Objects.requireNonNull(name);
        Objects.requireNonNull(user);
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000: " + limit);
        }
    }
}
