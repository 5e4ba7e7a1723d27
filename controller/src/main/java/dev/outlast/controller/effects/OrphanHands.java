package dev.outlast.controller.effects;

import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import java.util.function.Consumer;

/// What releases orphans for the janitor.
public interface OrphanHands {
    /// Releases a cluster that nobody answers for, by the same rules as any effect: one at a time for its token, under
    /// the provider's limit, and only while the lease stands.
    ///
    /// @param done told whether it is gone
    /// @return false when something of its token is in flight
    boolean releaseOrphan(OwnedResource orphan, Consumer<Boolean> done);

    boolean isInFlight(Token token);
}
