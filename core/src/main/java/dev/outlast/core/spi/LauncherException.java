package dev.outlast.core.spi;

import dev.outlast.core.job.Fault;
import java.util.Objects;

/// A provider's refusal or failure, translated once at the boundary.
public final class LauncherException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final Certainty certainty;

    /// Whether the call may have had its effect all the same.
    public enum Certainty {
        /// The provider said no: nothing was made or changed.
        CERTAINLY_NOT_DONE,
        /// No answer, or an answer that does not tell: it may have happened.
        UNKNOWN
    }

    public LauncherException(Fault fault, Certainty certainty, String message) {
        super(message);
        this.fault = Objects.requireNonNull(fault);
        this.certainty = Objects.requireNonNull(certainty);
    }

    public LauncherException(Fault fault, Certainty certainty, String message, Throwable cause) {
        super(message, cause);
        this.fault = Objects.requireNonNull(fault);
        this.certainty = Objects.requireNonNull(certainty);
    }

    public Fault fault() {
        return fault;
    }

    public Certainty certainty() {
        return certainty;
    }
}
