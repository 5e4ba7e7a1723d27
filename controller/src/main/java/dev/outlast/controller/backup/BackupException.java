package dev.outlast.controller.backup;

/// A backup or a restore that was refused or failed; the message is for the operator.
public final class BackupException extends Exception {
    private static final long serialVersionUID = 1;

    public BackupException(String message) {
        super(message);
    }

    public BackupException(String message, Throwable cause) {
        super(message, cause);
    }
}
