package dev.outlast.logs;

import java.io.IOException;
import java.util.Locale;

/// There is no room for more log now. Nothing of what was refused is kept or lost: the node still has it, so
/// whoever
/// pulls holds back and asks again later.
public final class LogSpaceException extends IOException {
    private static final long serialVersionUID = 1;

    public LogSpaceException(String message) {
        super(message);
    }

    private LogSpaceException(IOException cause) {
        super("the disk of the logs is full: " + cause.getMessage(), cause);
    }

    /// The same failure, typed when the operating system says that the disk or the disk quota is full.
    static IOException typed(IOException failure) {
        var message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("quota exceeded")
                ? new LogSpaceException(failure)
                : failure;
    }
}
