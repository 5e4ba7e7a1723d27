package dev.outlast.provider.kubernetes;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;

/// Makes a launcher's fault of what the API server said: the one place where this is done.
final class Translate {
    private Translate() {}

    /// @param context for the message
    /// @param what was tried, such as `make pod outlast-…-0`
    static LauncherException failure(String context, String what, ApiFailure failure) {
        var message = "context " + context + ": cannot " + what + ": " + failure.text() + Advice.on(context, failure);
        if (failure.isDenied()) {
            // A webhook refuses with whatever status it likes.
            var fault = failure.isPassing() ? Fault.PROVIDER : Fault.CONFIG;
            return of(fault, Certainty.CERTAINLY_NOT_DONE, message, failure);
        }
        return switch (failure.code()) {
            case 0 -> of(Fault.PROVIDER, Certainty.UNKNOWN, message, failure);
            case 400 -> of(Fault.CONFIG, Certainty.CERTAINLY_NOT_DONE, message, failure);
            case 401 -> of(Fault.PROVIDER, Certainty.CERTAINLY_NOT_DONE, message, failure);
            case 403 -> of(forbidden(failure), Certainty.CERTAINLY_NOT_DONE, message, failure);
            case 404, 405, 409, 413, 415, 422 -> of(Fault.CONFIG, Certainty.CERTAINLY_NOT_DONE, message, failure);
            case 429 ->
                of(
                        Fault.PROVIDER,
                        Certainty.CERTAINLY_NOT_DONE,
                        message
                                + (failure.retryAfter().isZero()
                                        ? ""
                                        : " (again in " + failure.retryAfter().toSeconds() + " s)"),
                        failure);
            default ->
                isWebhook(failure)
                        ? of(Fault.PROVIDER, Certainty.CERTAINLY_NOT_DONE, message, failure)
                        : of(Fault.PROVIDER, Certainty.UNKNOWN, message, failure);
        };
    }

    private static Fault forbidden(ApiFailure failure) {
        var text = failure.text();
        if (text.contains("exceeded quota")) {
            return Fault.QUOTA;
        }
        // A namespace that is being removed takes nothing more, whoever asks.
        return Fault.CONFIG;
    }

    /// A webhook that does not answer stops the request before anything is stored.
    private static boolean isWebhook(ApiFailure failure) {
        return failure.code() == 500 && failure.text().contains("failed calling webhook");
    }

    private static LauncherException of(Fault fault, Certainty certainty, String message, Throwable cause) {
        return new LauncherException(fault, certainty, message, cause);
    }
}
