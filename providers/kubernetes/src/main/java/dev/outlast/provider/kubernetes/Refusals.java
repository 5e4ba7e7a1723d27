package dev.outlast.provider.kubernetes;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;

/// What this launcher itself says no to.
final class Refusals {
    private Refusals() {}

    static LauncherException config(String message) {
        return new LauncherException(Fault.CONFIG, Certainty.CERTAINLY_NOT_DONE, message);
    }

    static LauncherException capacity(String message) {
        return new LauncherException(Fault.CAPACITY, Certainty.CERTAINLY_NOT_DONE, message);
    }

    /// A replaced leader, a provider that was not asked: nothing was done.
    static LauncherException notDone(String message) {
        return new LauncherException(Fault.PROVIDER, Certainty.CERTAINLY_NOT_DONE, message);
    }

    static LauncherException unknown(String message) {
        return new LauncherException(Fault.PROVIDER, Certainty.UNKNOWN, message);
    }

    static LauncherException unknown(String message, Throwable cause) {
        return new LauncherException(Fault.PROVIDER, Certainty.UNKNOWN, message + ": " + cause.getMessage(), cause);
    }
}
