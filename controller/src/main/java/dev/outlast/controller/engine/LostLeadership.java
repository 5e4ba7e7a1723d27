package dev.outlast.controller.engine;

/// Another controller leads, or the store is not the one this engine wrote to. Nothing more may be done.
public final class LostLeadership extends Exception {
    private static final long serialVersionUID = 1L;

    public LostLeadership(String message) {
        super(message);
    }
}
