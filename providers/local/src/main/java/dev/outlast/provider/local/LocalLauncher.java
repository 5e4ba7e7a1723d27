package dev.outlast.provider.local;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Inventory;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.core.spi.PushWatch;
import dev.outlast.core.spi.Rehearsal;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Launches on this machine: a node is a process group, a cluster is some of them, and the region, the price and
/// the
/// preemption are pretended. What it made is on disk and outlives it.
final class LocalLauncher implements Launcher, PushWatch, LogAccess, Rehearsal, Inventory {
    static final String PROVIDER = "local";

    private static final Logger LOG = LoggerFactory.getLogger(LocalLauncher.class);
    private static final Duration PACE = Duration.ofNanos(500_000);
    private static final Set<Capability> CAPABILITIES = Set.of(Capability.values());

    private final LocalWorld world;
    private volatile Consumer<ClusterHandle> receiver = _ -> {};

    LocalLauncher(LocalWorld.Means means) throws IOException {
        this.world = new LocalWorld(means, this::hint);
    }

    private void hint(LocalCluster cluster) {
        receiver.accept(cluster.handle());
    }

    @Override
    public String provider() {
        return PROVIDER;
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public List<Offer> offers(Demand demand) throws LauncherException {
        world.weather().strike("offers");
        return world.catalog().offers(demand);
    }

    /// What it pretends to have. A zone has room for so many nodes, of whatever type: each of its lines counts them.
    @Override
    public List<Shelf> accelerators() {
        return world.catalog().shelves(place -> {
            try {
                return OptionalInt.of(world.ledger().taken(place));
            } catch (IOException unreadable) {
                return OptionalInt.empty();
            }
        });
    }

    @Override
    public ClusterHandle launch(ClusterRequest request) throws LauncherException {
        world.weather().strike("launch");
        var item = world.catalog()
                .find(request.offer().key())
                .orElseThrow(() ->
                        Refusals.config("not sold here: " + request.offer().key()));
        try {
            world.ledger().renew();
            if (world.ledger().find(request.token()).isEmpty()) {
                world.weather().refuse(request.offer().place());
            }
            var cluster = world.ledger().createOrAdopt(request, item.capacity(), world.isHollow(item.type()));
            world.schedule(cluster);
            world.weather().delayLaunch();
            return cluster.handle();
        } catch (IOException failed) {
            throw Refusals.unknown("cannot make " + request.token(), failed);
        }
    }

    @Override
    public void activate(ClusterHandle handle, Activation what) throws LauncherException {
        world.weather().strike("activate");
        try {
            var cluster = present(handle, "activate");
            if (!cluster.token().equals(what.token())) {
                throw Refusals.config(handle.data() + " is not the cluster of " + what.token());
            }
            cluster.work.lock();
            try {
                if (cluster.record().fate().isEmpty()) {
                    world.nodes(cluster).activate(cluster, what);
                }
            } finally {
                cluster.work.unlock();
            }
        } catch (IOException failed) {
            throw Refusals.unknown("cannot activate " + handle.data(), failed);
        }
    }

    @Override
    public Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles) {
        var seen = LinkedHashMap.<ClusterHandle, Observation>newLinkedHashMap(handles.size());
        var trouble = Optional.<String>empty();
        try {
            world.ledger().renew();
        } catch (IOException failed) {
            LOG.debug("cannot read the launcher's home", failed);
            trouble = Optional.of("cannot read the launcher's home: " + failed.getMessage());
        }
        for (var handle : handles) {
            seen.put(handle, trouble.<Observation>map(Observation.Unknown::new).orElseGet(() -> look(handle)));
        }
        return seen;
    }

    private Observation look(ClusterHandle handle) {
        var token = token(handle);
        if (token.isEmpty()) {
            return new Observation.Unknown("no handle of this launcher: " + handle);
        }
        return world.ledger()
                .find(token.get())
                .map(world::look)
                .orElseGet(() -> new Observation.Gone(Fault.NODE_LOST, "there is no cluster " + handle.data()));
    }

    @Override
    public void drain(ClusterHandle handle) throws LauncherException {
        world.weather().strike("drain");
        try {
            var cluster = present(handle, "drain");
            world.nodes(cluster).drain(cluster);
        } catch (IOException failed) {
            throw Refusals.unknown("cannot drain " + handle.data(), failed);
        }
    }

    @Override
    public void release(ClusterHandle handle) throws LauncherException {
        var token = token(handle);
        if (token.isPresent()) {
            releaseByToken(token.get());
        }
    }

    @Override
    public void releaseByToken(Token token) throws LauncherException {
        world.weather().strike("release");
        try {
            world.release(token);
        } catch (IOException failed) {
            throw Refusals.unknown("something may be left of " + token, failed);
        }
    }

    @Override
    public List<OwnedResource> owned() throws LauncherException {
        world.weather().strike("owned");
        try {
            var owned = new ArrayList<OwnedResource>();
            for (var cluster : world.ledger().all()) {
                var record = cluster.record();
                var what = record.nodes()
                        + (record.hollow() ? " hollow × " : " × ")
                        + record.offer().key();
                owned.add(new OwnedResource(cluster.handle(), record.token(), record.epoch(), what));
            }
            return owned;
        } catch (IOException failed) {
            throw Refusals.unknown("cannot read the launcher's home", failed);
        }
    }

    @Override
    public byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        try {
            var cluster = present(handle, "read the log of");
            return world.nodes(cluster).readLog(cluster, rank, offset, maxBytes);
        } catch (IOException failed) {
            throw Refusals.unknown("cannot read the log of " + handle.data(), failed);
        }
    }

    /// One read costs next to nothing; those of ten thousand quiet attempts would be all that this machine does.
    @Override
    public Duration pace() {
        return PACE;
    }

    @Override
    public long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        try {
            var cluster = present(handle, "read the log of");
            return world.nodes(cluster).firstKept(cluster, rank);
        } catch (IOException failed) {
            throw Refusals.unknown("cannot read the log of " + handle.data(), failed);
        }
    }

    @Override
    public void logKept(ClusterHandle handle, int rank, long offset) {
        token(handle)
                .flatMap(world.ledger()::find)
                .ifPresent(cluster -> world.nodes(cluster).logKept(cluster, rank, offset));
    }

    @Override
    public void onHint(Consumer<ClusterHandle> newReceiver) {
        receiver = newReceiver;
    }

    @Override
    public List<Verb> verbs() {
        return Rehearsals.VERBS;
    }

    @Override
    public String perform(String verb, Map<String, String> arguments) throws LauncherException {
        try {
            var done = world.rehearsals().perform(verb, arguments);
            for (var cluster : done.touched()) {
                world.schedule(cluster);
                hint(cluster);
            }
            LOG.info("rehearsal: {} {}: {}", verb, arguments, done.text());
            return done.text();
        } catch (IOException failed) {
            throw Refusals.unknown("the rehearsal of " + verb + " failed", failed);
        }
    }

    private LocalCluster present(ClusterHandle handle, String what) throws LauncherException, IOException {
        var token = token(handle).orElseThrow(() -> Refusals.config("no handle of this launcher: " + handle));
        var known = world.ledger().find(token);
        if (known.isEmpty()) {
            world.ledger().renew();
            known = world.ledger().find(token);
        }
        return known.orElseThrow(
                () -> Refusals.config("cannot " + what + " " + token + ": there is no such cluster (any more)"));
    }

    private static Optional<Token> token(ClusterHandle handle) {
        return handle.provider().equals(PROVIDER) && handle.version() == 1
                ? Token.parse(handle.data().substring(handle.data().indexOf(':') + 1))
                : Optional.empty();
    }

    @Override
    public void close() {
        try {
            world.close();
        } catch (IOException failed) {
            LOG.warn("cannot close the local launcher", failed);
        }
    }
}
