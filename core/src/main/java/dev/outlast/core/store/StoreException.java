package dev.outlast.core.store;

import java.util.Objects;

/// The store did not do, or may not have done, what was asked.
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    public enum Kind {
        /// Another epoch or another last batch: this writer no longer leads. Nothing was written.
        FENCED,
        /// No room on disk. Nothing was written.
        FULL,
        /// Away or broken: it may have been written. Read the leader row to know.
        UNKNOWN
    }

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = Objects.requireNonNull(kind);
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = Objects.requireNonNull(kind);
    }

    public Kind kind() {
        return kind;
    }
}
