package dev.outlast.controller.api;

import java.time.Duration;

/// Certainly not done, and worth asking again.
final class RetryLater extends RequestException {
    private static final long serialVersionUID = 1L;

    final Duration wait;

    RetryLater(int status, String code, String message, Duration wait) {
        super(status, code, message);
        this.wait = wait;
    }
}
