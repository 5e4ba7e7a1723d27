package dev.outlast.controller.codec;

/// A stored text that this version cannot read: damaged, or written by a newer version. The engine parks that job.
public final class UndecodableState extends Exception {
    private static final long serialVersionUID = 1L;

    public UndecodableState(String reason) {
        super(reason);
    }

    public UndecodableState(String reason, Throwable cause) {
        super(reason, cause);
    }
}
