package dev.outlast.cli.http;

/// There is no controller at the endpoint, or it went away in the middle of an answer.
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
