package dev.outlast.core.spi;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The code for one provider: makes, observes and releases clusters.
///
/// Every call may be made twice, also at the same time, and its answer may be lost; the contract suite
/// `LauncherContract` in `testkit` tries both. Calls block; the caller bounds them with a deadline and interrupts.
/// All methods are thread-safe.
public interface Launcher extends AutoCloseable {

    /// The provider's name, as in `infra: NAME/region`: lower case, `[a-z0-9]+`.
    String provider();

    Set<Capability> capabilities();

    /// Priced places that satisfy the demand, in any order; empty when none ever could.
    ///
    /// @throws LauncherException with PROVIDER when the provider cannot be asked now
    List<Offer> offers(Demand demand) throws LauncherException;

    /// Creates the cluster of this token, or adopts it when it is already there. It is *inert*: nothing of the
    /// user's
    /// runs before [#activate]. A token that was released before is refused with CONFIG (a tombstone stays for the
    /// late horizon, 24 h).
    ///
    /// @throws LauncherException CAPACITY or QUOTA when the place is full, CONFIG when it can never work,
    /// PROVIDER else
    ClusterHandle launch(ClusterRequest request) throws LauncherException;

    /// Starts the user's scripts. Refused when the cluster was released or has seen a higher epoch. Idempotent: a
    /// second activation of the same token changes nothing.
    ///
    /// @throws LauncherException when it was refused or could not be told
    void activate(ClusterHandle handle, Activation what) throws LauncherException;

    /// Looks at many clusters at once: the cost is per region, not per cluster. The answer has an entry for every
    /// handle asked; a cluster that cannot be seen now is [Observation.Unknown]. A launched cluster that is not yet
    /// activated is [Observation.Up] with waiting ranks.
    Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles);

    /// Asks the user's processes to end: SIGTERM, then SIGKILL after the activation's grace. Returns at once.
    ///
    /// @throws LauncherException when the cluster cannot be reached
    void drain(ClusterHandle handle) throws LauncherException;

    /// Ends the cluster and everything it ran, and returns when nothing is left. Idempotent; a cluster that is not
    /// there is released.
    ///
    /// @throws LauncherException when something may be left; the caller tries again
    void release(ClusterHandle handle) throws LauncherException;

    /// Releases whatever carries the token, when the answer of its launch never came. Leaves a tombstone, so that a
    /// launch which lands later is refused or ended.
    ///
    /// @throws LauncherException when something may be left
    void releaseByToken(Token token) throws LauncherException;

    /// All that carries our tag, for the janitor and for take-over.
    ///
    /// @throws LauncherException when the provider cannot be asked now
    List<OwnedResource> owned() throws LauncherException;

    @Override
    void close();
}
