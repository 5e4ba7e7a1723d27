package dev.outlast.logs;

import java.io.IOException;

/// A newer leader writes this rank's log. The caller is stale and stops.
public final class StaleEpochException extends IOException {
    private static final long serialVersionUID = 1;

    StaleEpochException(RankKey key, long epoch) {
        super("epoch " + epoch + " may no longer write the log of " + key + ": a newer one does");
    }
}
