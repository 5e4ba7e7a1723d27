package dev.outlast.testkit.launcher;

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
import dev.outlast.core.spi.Inventory.Shelf;
import dev.outlast.core.spi.Inventory.Stock;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// A provider in memory: what it sells, what was made in it and what it will do next. Several launchers, as of
/// several
/// controllers, can be opened over one cloud with [FakeLauncher]. Time is the clock it was given; it starts no
/// thread
/// and draws no random number, so the same calls at the same instants show the same.
public final class FakeCloud {
    private final String provider;
    private final Set<Capability> capabilities;
    private final List<FakeShelf> shelves;
    private final InstantSource clock;
    private final TreeMap<String, FakeCluster> clusters = new TreeMap<>();
    private final Set<Token> tombstones = new HashSet<>();
    private final List<Token> activations = new ArrayList<>();
    private final FakeFaults faults = new FakeFaults();
    private BiFunction<Activation, Integer, Script> scripts = (what, rank) -> Script.succeeding();

    public FakeCloud(String provider, Set<Capability> capabilities, List<FakeShelf> shelves, InstantSource clock) {
        this.provider = provider;
        this.capabilities = Set.copyOf(capabilities);
        this.shelves = List.copyOf(shelves);
        this.clock = clock;
    }

    /// Decides what a rank does from what it was told and its number.
    public synchronized FakeCloud scripted(BiFunction<Activation, Integer, Script> script) {
        scripts = script;
        return this;
    }

    public String provider() {
        return provider;
    }

    public Set<Capability> capabilities() {
        return capabilities;
    }

    /// Every activation that had an effect, in order. A token in it twice is a broken promise.
    public synchronized List<Token> activations() {
        return List.copyOf(activations);
    }

    /// All clusters that are there, gone ones included, until they are released.
    public synchronized List<OwnedResource> clusters() {
        return clusters.values().stream()
                .map(cluster ->
                        new OwnedResource(cluster.handle(), cluster.token(), cluster.epoch(), describe(cluster)))
                .toList();
    }

    /// Whether something of the user's was started there.
    public synchronized boolean isActivated(Token token) {
        return clusters.containsKey(token.fileName())
                && clusters.get(token.fileName()).isActivated();
    }

    /// The next instant at which some cluster changes by itself: how far a simulation may jump.
    public synchronized Optional<Instant> nextChange() {
        var now = clock.instant();
        return clusters.values().stream()
                .flatMap(cluster -> cluster.nextChange(now).stream())
                .min(Instant::compareTo);
    }

    /// Takes the cluster back: all its nodes, or the one rank.
    ///
    /// @param rank -1 for all
    /// @param untilReported how long after the node died the provider says so
    public synchronized void preempt(Token token, int rank, Duration untilReported) {
        end(token, rank, untilReported, Fault.PREEMPTED, "preempted");
    }

    /// Ends a node without a word of the provider: its platform finds out at once.
    public synchronized void loseNode(Token token, int rank) {
        end(token, rank, Duration.ZERO, Fault.NODE_LOST, "node " + rank + " lost");
    }

    private void end(Token token, int rank, Duration untilReported, Fault fault, String detail) {
        var now = clock.instant();
        present(token)
                .ifPresent(cluster ->
                        cluster.doom(new FakeCluster.Doom(rank, now, now.plus(untilReported), fault, detail)));
    }

    public synchronized void announce(Token token, Duration lead) {
        present(token).ifPresent(cluster -> cluster.announce(clock.instant(), lead));
    }

    public synchronized void silence(Token token, Duration time) {
        present(token).ifPresent(cluster -> cluster.silence(clock.instant().plus(time)));
    }

    /// Faults that are not about one cluster.
    public FakeFaults faults() {
        return faults;
    }

    synchronized List<Offer> offers(Demand demand) throws LauncherException {
        faults.strike("offers");
        return shelves.stream()
                .filter(shelf -> shelf.capacity() >= demand.nodes())
                .filter(shelf -> demand.choices().stream()
                        .anyMatch(choice -> shelf.shape().meets(choice, shelf.offer())))
                .map(FakeShelf::offer)
                .toList();
    }

    synchronized List<Shelf> accelerators() {
        var told = new LinkedHashMap<String, List<Stock>>();
        for (var shelf : shelves) {
            var place = shelf.offer().place();
            var stocks = told.computeIfAbsent(place.region(), _ -> new ArrayList<>());
            if (!shelf.shape().accelerator().isEmpty() && !faults.isDeaf(place.region())) {
                stocks.add(new Stock(
                        place.zone(),
                        shelf.shape().accelerator(),
                        shelf.shape().acceleratorCount(),
                        "",
                        shelf.offer().instanceType(),
                        shelf.offer().spot(),
                        shelf.capacity(),
                        OptionalDouble.of((shelf.capacity() - taken(shelf))
                                * shelf.shape().acceleratorCount()),
                        false));
            }
        }
        return told.entrySet().stream()
                .map(shelf -> new Shelf(
                        shelf.getKey(),
                        shelf.getValue(),
                        faults.isDeaf(shelf.getKey()) ? shelf.getKey() + " is deaf as rehearsed" : ""))
                .toList();
    }

    private int taken(FakeShelf shelf) {
        return clusters.values().stream()
                .filter(cluster ->
                        cluster.request().offer().key().equals(shelf.offer().key()))
                .mapToInt(cluster -> cluster.request().nodes())
                .sum();
    }

    synchronized ClusterHandle launch(ClusterRequest request) throws LauncherException {
        faults.strike("launch");
        var token = request.token();
        refuseBuried(token);
        var present = present(token);
        if (present.isPresent()) {
            refuseStale(present.get(), request.epoch());
            present.get().raise(request.epoch());
            return present.get().handle();
        }
        var shelf = shelves.stream()
                .filter(candidate ->
                        candidate.offer().key().equals(request.offer().key()))
                .findFirst()
                .orElseThrow(() -> refusal(
                        Fault.CONFIG, "no such offer: " + request.offer().key()));
        if (request.nodes() > 1 && !capabilities.contains(Capability.MULTI_NODE)) {
            throw refusal(Fault.CONFIG, provider + " makes no clusters of several nodes");
        }
        faults.refuse(request.offer().place());
        if (taken(shelf) + request.nodes() > shelf.capacity()) {
            throw refusal(Fault.CAPACITY, shelf.offer().key() + " is full");
        }
        var handle = new ClusterHandle(provider, 1, token.fileName());
        clusters.put(token.fileName(), new FakeCluster(request, handle));
        return handle;
    }

    /// Whether it had an effect.
    synchronized boolean activate(ClusterHandle handle, Activation what) throws LauncherException {
        faults.strike("activate");
        refuseBuried(what.token());
        var cluster = present(handle).orElseThrow(() -> refusal(Fault.CONFIG, "no such cluster: " + handle.data()));
        refuseStale(cluster, what.epoch());
        cluster.raise(what.epoch());
        if (cluster.isActivated()) {
            return false;
        }
        cluster.activate(
                IntStream.range(0, cluster.request().nodes())
                        .mapToObj(rank -> scripts.apply(what, rank))
                        .toList(),
                clock.instant());
        activations.add(cluster.token());
        return true;
    }

    synchronized Observation observe(ClusterHandle handle) {
        return present(handle)
                .map(cluster -> cluster.seenAt(clock.instant()))
                .orElseGet(() -> new Observation.Gone(Fault.NODE_LOST, "no such cluster: " + handle.data()));
    }

    synchronized void drain(ClusterHandle handle) throws LauncherException {
        faults.strike("drain");
        present(handle).ifPresent(cluster -> cluster.drain(clock.instant()));
    }

    synchronized void release(Token token) throws LauncherException {
        faults.strike("release");
        tombstones.add(token);
        clusters.remove(token.fileName());
    }

    synchronized byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        faults.strike("readLog");
        if (!capabilities.contains(Capability.LOGS)) {
            throw refusal(Fault.CONFIG, provider + " gives no access to logs");
        }
        return present(handle)
                .map(cluster -> cluster.logAt(rank, offset, maxBytes, clock.instant()))
                .orElseThrow(() -> refusal(Fault.NODE_LOST, "no such cluster: " + handle.data()));
    }

    synchronized long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        faults.strike("firstKept");
        return present(handle)
                .map(cluster -> cluster.firstKept(rank))
                .orElseThrow(() -> refusal(Fault.NODE_LOST, "no such cluster: " + handle.data()));
    }

    synchronized void logKept(ClusterHandle handle, int rank, long offset) {
        present(handle).ifPresent(cluster -> cluster.logKept(rank, offset));
    }

    synchronized List<OwnedResource> owned() throws LauncherException {
        faults.strike("owned");
        return clusters();
    }

    synchronized List<Token> inRegion(String region) {
        return clusters.values().stream()
                .filter(cluster -> cluster.request().offer().place().region().equals(region))
                .map(FakeCluster::token)
                .toList();
    }

    private Optional<FakeCluster> present(Token token) {
        return Optional.ofNullable(clusters.get(token.fileName()));
    }

    private Optional<FakeCluster> present(ClusterHandle handle) {
        return Optional.ofNullable(clusters.get(handle.data()));
    }

    private void refuseBuried(Token token) throws LauncherException {
        if (tombstones.contains(token)) {
            throw refusal(Fault.CONFIG, token + " was released");
        }
    }

    private static void refuseStale(FakeCluster cluster, long epoch) throws LauncherException {
        if (epoch < cluster.epoch()) {
            throw refusal(Fault.PROVIDER, cluster.token() + " has seen epoch " + cluster.epoch() + ", not " + epoch);
        }
    }

    static LauncherException refusal(Fault fault, String message) {
        return new LauncherException(fault, Certainty.CERTAINLY_NOT_DONE, message);
    }

    private static String describe(FakeCluster cluster) {
        return cluster.request().nodes() + " × " + cluster.request().offer().key();
    }
}
