package dev.outlast.testkit.sim;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// A provider that keeps the promises of `Launcher`: one cluster per token, inert until activated, tombstones,
/// epochs.
/// What goes wrong on the way to it is the [SimLine]'s; what goes wrong with its nodes is told to it.
public class SimCloud {
    public static final String PROVIDER = "sim";
    public static final List<Offer> OFFERS = List.of(offer("east", 1), offer("west", 2), offer("north", 3));

    private final VirtualTime time;
    private final Function<Activation, Work> program;
    private final TreeMap<String, SimCluster> clusters = new TreeMap<>();
    private final Set<Token> tombstones = new HashSet<>();
    private final Set<OfferKey> full = new HashSet<>();
    private BiConsumer<String, SimCluster> listener = (_, _) -> {};

    /// @param program what an activation makes the nodes do
    public SimCloud(VirtualTime time, Function<Activation, Work> program) {
        this.time = time;
        this.program = program;
    }

    private static Offer offer(String region, double price) {
        return new Offer(new Place(PROVIDER, region, ""), "small", true, price);
    }

    /// Told "made", "activated" and "released" with the cluster.
    public final void listen(BiConsumer<String, SimCluster> told) {
        listener = told;
    }

    public final Collection<SimCluster> clusters() {
        return clusters.values();
    }

    public final Optional<SimCluster> find(Token token) {
        return Optional.ofNullable(clusters.get(token.fileName()));
    }

    /// The truth, for invariants.
    public final boolean wasReleased(Token token) {
        return tombstones.contains(token);
    }

    /// Whether the token was released: nothing may be made under it any more.
    protected boolean isBuried(Token token) {
        return tombstones.contains(token);
    }

    public final void full(Offer offer, boolean isFull) {
        if (isFull) {
            full.add(offer.key());
        } else {
            full.remove(offer.key());
        }
    }

    final List<Offer> offers(Demand demand) {
        return OFFERS.stream()
                .filter(o -> demand.choices().stream().anyMatch(c -> c.where().covers(o.place())))
                .toList();
    }

    final ClusterHandle launch(ClusterRequest request) throws LauncherException {
        var token = request.token();
        if (isBuried(token)) {
            throw refusal(Fault.CONFIG, token + " was released");
        }
        var present = clusters.get(token.fileName());
        if (present != null) {
            refuseStale(present, request.epoch());
            present.raise(request.epoch());
            return present.handle();
        }
        if (full.contains(request.offer().key())) {
            throw refusal(Fault.CAPACITY, request.offer().key() + " is full");
        }
        var cluster = new SimCluster(request, new ClusterHandle(PROVIDER, 1, token.fileName()));
        clusters.put(token.fileName(), cluster);
        time.after(SimCluster.SELF_END, () -> endItself(cluster));
        listener.accept("made", cluster);
        return cluster.handle();
    }

    /// Something that carries our kind of tag is there, and no tombstone kept it away: a create that landed late, what
    /// another leader made, or another installation's. It is idle and does not end itself.
    public final SimCluster stray(Token token, long epoch) {
        var request = new ClusterRequest(token, epoch, OFFERS.getFirst(), 1, "stray");
        var cluster = new SimCluster(request, new ClusterHandle(PROVIDER, 1, token.fileName()));
        clusters.put(token.fileName(), cluster);
        listener.accept("strays in", cluster);
        return cluster;
    }

    /// Idle things end themselves: what nobody activates is not there for ever.
    private void endItself(SimCluster cluster) {
        if (!cluster.isActivated() && clusters.remove(cluster.token().fileName(), cluster)) {
            listener.accept("ended itself", cluster);
        }
    }

    final void activate(ClusterHandle handle, Activation what) throws LauncherException {
        var cluster = clusters.get(handle.data());
        if (cluster == null || isBuried(what.token())) {
            throw refusal(Fault.CONFIG, "no such cluster: " + handle.data());
        }
        if (!cluster.isAlive(time.instant())) {
            throw refusal(Fault.PROVIDER, "it does not answer: " + handle.data());
        }
        refuseStale(cluster, what.epoch());
        cluster.raise(what.epoch());
        if (!cluster.isActivated()) {
            cluster.activate(program.apply(what), time.instant());
            listener.accept("activated", cluster);
        }
    }

    final Observation observe(ClusterHandle handle) {
        var cluster = clusters.get(handle.data());
        return cluster == null
                ? new Observation.Gone(Fault.NODE_LOST, "no such cluster")
                : cluster.seen(time.instant());
    }

    final void drain(ClusterHandle handle) {
        var cluster = clusters.get(handle.data());
        if (cluster != null) {
            cluster.drain(time.instant());
        }
    }

    public final void release(Token token) {
        tombstones.add(token);
        var cluster = clusters.remove(token.fileName());
        if (cluster != null) {
            listener.accept("released", cluster);
        }
    }

    /// Takes a cluster back, or loses a node of it.
    ///
    /// @param untilReported how long the provider takes to say so
    /// @param flash how long the node still answers after its process was killed
    public final void lose(SimCluster cluster, Fault fault, Duration untilReported, Duration flash) {
        var now = time.instant();
        cluster.doom(now, now.plus(untilReported), flash, fault);
    }

    public final void notice(SimCluster cluster, Duration lead) {
        cluster.notice(time.instant(), lead);
    }

    public final void silence(SimCluster cluster, Duration how) {
        cluster.silence(time.instant(), how);
    }

    private static void refuseStale(SimCluster cluster, long epoch) throws LauncherException {
        if (epoch < cluster.epoch()) {
            throw refusal(Fault.PROVIDER, cluster.token() + " has seen epoch " + cluster.epoch() + ", not " + epoch);
        }
    }

    static LauncherException refusal(Fault fault, String message) {
        return new LauncherException(fault, Certainty.CERTAINLY_NOT_DONE, message);
    }

    static LauncherException noAnswer(String message) {
        return new LauncherException(Fault.PROVIDER, Certainty.UNKNOWN, message);
    }
}
