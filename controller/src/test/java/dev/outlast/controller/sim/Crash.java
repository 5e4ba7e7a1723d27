package dev.outlast.controller.sim;

/// A process is killed here: nobody may catch it but whoever plays the operating system.
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }
}
