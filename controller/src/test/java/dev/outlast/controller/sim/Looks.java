package dev.outlast.controller.sim;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A controller's launcher, watched: what it releases of what it inherited, it has looked at before.
final class Looks implements Launcher {
    /// As long as looks may take after a take-over.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Launcher line;
    private final World world;
    private final Seat seat;
    private final Instant since;
    private final Set<ClusterHandle> made = new HashSet<>();
    private final Set<ClusterHandle> looked = new HashSet<>();

    Looks(Launcher line, World world, Seat seat) {
        this.line = line;
        this.seat = seat;
        this.world = world;
        this.since = world.time.instant();
    }

    private void acts(Object what) {
        Invariants.require(seat.mayAct(), "acts after its lease", what);
    }

    @Override
    public String provider() {
        return line.provider();
    }

    @Override
    public Set<Capability> capabilities() {
        return line.capabilities();
    }

    @Override
    public List<Offer> offers(Demand demand) throws LauncherException {
        return line.offers(demand);
    }

    @Override
    public ClusterHandle launch(ClusterRequest request) throws LauncherException {
        acts(request.token());
        var handle = line.launch(request);
        made.add(handle);
        return handle;
    }

    @Override
    public void activate(ClusterHandle handle, Activation what) throws LauncherException {
        acts(what.token());
        line.activate(handle, what);
    }

    @Override
    public Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles) {
        looked.addAll(handles);
        return line.observe(handles);
    }

    @Override
    public void drain(ClusterHandle handle) throws LauncherException {
        acts(handle);
        line.drain(handle);
    }

    @Override
    public void release(ClusterHandle handle) throws LauncherException {
        acts(handle);
        Invariants.require(
                made.contains(handle)
                        || looked.contains(handle)
                        || !world.time.instant().isBefore(since.plus(PATIENCE)),
                "acts before it has looked",
                handle);
        line.release(handle);
    }

    @Override
    public void releaseByToken(Token token) throws LauncherException {
        acts(token);
        line.releaseByToken(token);
    }

    @Override
    public List<OwnedResource> owned() throws LauncherException {
        return world.plant.owned(line.owned());
    }

    @Override
    public void close() {
        line.close();
    }
}
