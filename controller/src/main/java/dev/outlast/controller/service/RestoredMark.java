package dev.outlast.controller.service;

import dev.outlast.controller.effects.Reconciliation;
import dev.outlast.controller.engine.LostLeadership;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stands from a restore until a leader has looked at what carries the installation's tag. `outlast restore` leaves it
/// beside the file of the one controller; `outlast db restored` in the database, because any of several may lead first.
///
/// @param file what `outlast restore` leaves
record RestoredMark(SqlStore store, Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(RestoredMark.class);

    boolean stands() throws StoreException {
        return Files.exists(file) || store.settled(SqlStore.RESTORED).isPresent();
    }

    /// Waits for a database that is away.
    ///
    /// @param epoch of the leader that has looked
    /// @throws LostLeadership it does not lead any more; the mark stands, and the next one looks for itself
    void remove(long epoch, Reconciliation.Pause pause) throws LostLeadership, IOException, InterruptedException {
        for (int round = 1; !isRemoved(epoch); round++) {
            pause.before(round);
        }
        Files.deleteIfExists(file);
    }

    private boolean isRemoved(long epoch) throws LostLeadership {
        try {
            store.unsettle(SqlStore.RESTORED, epoch);
            return true;
        } catch (StoreException failed) {
            if (failed.kind() == StoreException.Kind.FENCED) {
                throw new LostLeadership(String.valueOf(failed.getMessage()));
            }
            LOG.warn("nothing is launched yet: the store does not take that everything was looked at", failed);
            return false;
        }
    }
}
