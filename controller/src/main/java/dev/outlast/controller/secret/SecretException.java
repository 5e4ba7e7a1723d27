package dev.outlast.controller.secret;

import java.util.Objects;

/// The key cannot be used, or a secret cannot be opened with it. The message says what to do.
public final class SecretException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Why why;

    public enum Why {
        /// The key file is unreadable, of the wrong form, or open to others.
        BAD_KEY_FILE,
        /// Sealed with another key than this one.
        WRONG_KEY,
        /// Changed after it was sealed, or sealed for another job.
        ALTERED
    }

    public SecretException(Why why, String message) {
        super(message);
        this.why = Objects.requireNonNull(why);
    }

    public SecretException(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = Objects.requireNonNull(why);
    }

    public Why why() {
        return why;
    }
}
