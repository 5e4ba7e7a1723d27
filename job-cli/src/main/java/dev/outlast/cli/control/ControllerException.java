package dev.outlast.cli.control;

import java.util.Objects;

/// A controller does not do what it was asked; the message is for the user.
public final class ControllerException extends Exception {
    private static final long serialVersionUID = 1;

    public ControllerException(String message) {
        super(Objects.requireNonNull(message));
    }

    /// What to tell the user.
    public String say() {
        return String.valueOf(getMessage());
    }
}
