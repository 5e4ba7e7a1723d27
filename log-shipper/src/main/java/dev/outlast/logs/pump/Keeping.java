package dev.outlast.logs.pump;

import dev.outlast.logs.RankLog;
import java.io.IOException;

/// Where a byte has to be before its node is told that it may forget it.
@FunctionalInterface
public interface Keeping {
    /// On the disk below the log.
    Keeping ON_THIS_DISK = log -> {
        log.sync();
        return log.nextOffset();
    };

    /// May wait for the outside. What the outside does not take now is not an error: it is not kept yet.
    ///
    /// @return everything of the log before this offset is kept
    /// @throws IOException when our own disk fails
    long kept(RankLog log) throws IOException;
}
