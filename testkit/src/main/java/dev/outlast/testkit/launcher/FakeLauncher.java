package dev.outlast.testkit.launcher;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Inventory;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One controller's launcher over a [FakeCloud]. Where the cloud declares PUSH
/// and REHEARSAL, take a [RehearsableFakeLauncher].
public class FakeLauncher implements Launcher, LogAccess, Inventory {
    private final FakeCloud cloud;

    public FakeLauncher(FakeCloud cloud) {
        this.cloud = cloud;
    }

    public final FakeCloud cloud() {
        return cloud;
    }

    @Override
    public final String provider() {
        return cloud.provider();
    }

    @Override
    public final Set<Capability> capabilities() {
        return cloud.capabilities();
    }

    @Override
    public final List<Offer> offers(Demand demand) throws LauncherException {
        return cloud.offers(demand);
    }

    @Override
    public final List<Shelf> accelerators() {
        return cloud.accelerators();
    }

    @Override
    public final ClusterHandle launch(ClusterRequest request) throws LauncherException {
        return cloud.launch(request);
    }

    @Override
    public final void activate(ClusterHandle handle, Activation what) throws LauncherException {
        if (cloud.activate(handle, what)) {
            changed(handle);
        }
    }

    /// Called after a cluster changed.
    protected void changed(ClusterHandle handle) {}

    @Override
    public final Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles) {
        var seen = new LinkedHashMap<ClusterHandle, Observation>();
        handles.forEach(handle -> seen.put(handle, cloud.observe(handle)));
        return seen;
    }

    @Override
    public final void drain(ClusterHandle handle) throws LauncherException {
        cloud.drain(handle);
        changed(handle);
    }

    @Override
    public final void release(ClusterHandle handle) throws LauncherException {
        var token = Token.parse(handle.data());
        if (token.isPresent()) {
            cloud.release(token.get());
        }
    }

    @Override
    public final void releaseByToken(Token token) throws LauncherException {
        cloud.release(token);
    }

    @Override
    public final List<OwnedResource> owned() throws LauncherException {
        return cloud.owned();
    }

    @Override
    public final byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        return cloud.readLog(handle, rank, offset, maxBytes);
    }

    @Override
    public final long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        return cloud.firstKept(handle, rank);
    }

    @Override
    public final void logKept(ClusterHandle handle, int rank, long offset) {
        cloud.logKept(handle, rank, offset);
    }

    @Override
    public void close() {}
}
