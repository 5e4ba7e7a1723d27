package dev.outlast.provider.local;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;

/// The launcher's ways to say no.
final class Refusals {
    private Refusals() {}

    /// It can never work.
    static LauncherException config(String message) {
        return new LauncherException(Fault.CONFIG, Certainty.CERTAINLY_NOT_DONE, message);
    }

    static LauncherException capacity(String message) {
        return new LauncherException(Fault.CAPACITY, Certainty.CERTAINLY_NOT_DONE, message);
    }

    /// Refused for a reason that lies neither in the request nor in the room there is.
    static LauncherException provider(String message) {
        return new LauncherException(Fault.PROVIDER, Certainty.CERTAINLY_NOT_DONE, message);
    }

    /// This machine failed us half-way.
    static LauncherException unknown(String message, Exception cause) {
        return new LauncherException(Fault.PROVIDER, Certainty.UNKNOWN, message + ": " + cause, cause);
    }
}
