package dev.outlast.controller.effects;

/// Something carries our tag and was made by somebody who is ahead of this leader: another controller leads, or the
/// data directory was copied. Nothing may be done any more; the process must end.
public final class AheadOfUs extends Exception {
    private static final long serialVersionUID = 1;

    public AheadOfUs(String message) {
        super(message);
    }
}
