package dev.outlast.cli.demo;

import java.util.Objects;

/// Something was not as it had to be; the message is the sentence for the user.
final class DemoException extends Exception {
    private static final long serialVersionUID = 1;

    DemoException(String message) {
        super(Objects.requireNonNull(message));
    }

    String say() {
        return String.valueOf(getMessage());
    }
}
