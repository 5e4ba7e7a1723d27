package dev.outlast.controller.api;

import dev.outlast.controller.access.Audit;
import dev.outlast.controller.access.FailedTries;
import dev.outlast.controller.access.TokenBook;
import java.util.Objects;

/// Who is let in, and where it is written down.
public record Access(TokenBook tokens, FailedTries tries, Audit audit) {
    public Access {
        Objects.requireNonNull(tokens);
        Objects.requireNonNull(tries);
        Objects.requireNonNull(audit);
    }
}
