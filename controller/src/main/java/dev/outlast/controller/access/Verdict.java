package dev.outlast.controller.access;

import java.time.Instant;

/// What a token turned out to be.
public sealed interface Verdict {
    record Known(Identity who) implements Verdict {}

    /// None of ours. That there is one of this id is not told to who does not have the rest of it.
    record Wrong() implements Verdict {}

    /// It may be one that another controller has just made, and the store cannot be asked.
    record Unsure() implements Verdict {}

    record Expired(String id, Instant at) implements Verdict {}

    record Revoked(String id, Instant at) implements Verdict {}
}
