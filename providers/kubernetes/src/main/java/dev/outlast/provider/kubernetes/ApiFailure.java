package dev.outlast.provider.kubernetes;

import java.time.Duration;

/// The API server said no, or did not answer.
final class ApiFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;
    private final String reason;
    private final Duration retryAfter;

    /// @param code of HTTP, 0 when there was no answer
    /// @param reason as in a Status, such as `AlreadyExists`
    ApiFailure(int code, String reason, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    ApiFailure(String message, Throwable cause) {
        super(message + ": " + (cause.getMessage() == null ? cause.toString() : cause.getMessage()), cause);
        this.code = 0;
        this.reason = "";
        this.retryAfter = Duration.ZERO;
    }

    int code() {
        return code;
    }

    String reason() {
        return reason;
    }

    Duration retryAfter() {
        return retryAfter;
    }

    String text() {
        return String.valueOf(getMessage());
    }

    /// A webhook of the cluster was asked, and said no: nothing was stored.
    boolean isDenied() {
        return code >= 400 && text().contains("admission webhook ") && text().contains(" denied the request");
    }

    /// A status that means "not now" and not "not this".
    boolean isPassing() {
        return code == 429 || code >= 500;
    }

    boolean isMissing() {
        return code == 404;
    }

    boolean isConflict() {
        return code == 409;
    }

    /// What a failed `test` of a JSON patch is answered with, among other things.
    boolean isInvalid() {
        return code == 422;
    }

    /// The watched past is no longer kept.
    boolean isGone() {
        return code == 410 || reason.equals("Expired");
    }
}
