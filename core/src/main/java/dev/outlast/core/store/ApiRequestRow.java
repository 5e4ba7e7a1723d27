package dev.outlast.core.store;

import java.time.Instant;
import java.util.Objects;

/// A request of a client that asks first and fetches the answer later, with what came of it. It is committed with what
/// it did, so whoever finds it knows that it was done, and whoever does not find it knows that it was not.
///
/// @param id chosen where the request arrived
/// @param name of the operation
/// @param userId who asked, as the client says
/// @param userName the same for people
/// @param result JSON text
/// @param error JSON text, `null` when there is none
/// @param output what was said meanwhile, for people
public record ApiRequestRow(
        String id,
        String name,
        String userId,
        String userName,
        Ending ending,
        Instant createdAt,
        Instant finishedAt,
        String result,
        String error,
        String output) {
    public ApiRequestRow {
        Objects.requireNonNull(id);
        Objects.requireNonNull(name);
        Objects.requireNonNull(userId);
        Objects.requireNonNull(userName);
        Objects.requireNonNull(ending);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(finishedAt);
        Objects.requireNonNull(result);
        Objects.requireNonNull(error);
        Objects.requireNonNull(output);
    }

    /// Only ended requests are stored.
    public enum Ending {
        SUCCEEDED,
        FAILED,
        CANCELLED
    }
}
