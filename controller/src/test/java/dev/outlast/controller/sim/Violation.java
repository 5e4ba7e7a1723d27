package dev.outlast.controller.sim;

/// A promise was broken.
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    private final String promise;

    /// @param promise its short name, as `docs/simulation.md` lists it
    Violation(String promise, String what) {
        super(promise + ": " + what);
        this.promise = promise;
    }

    public String promise() {
        return promise;
    }
}
