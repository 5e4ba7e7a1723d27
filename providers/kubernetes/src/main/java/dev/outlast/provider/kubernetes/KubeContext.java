package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// One context in use: its API server, what is known of its pods and nodes, and its tombstones.
final class KubeContext implements AutoCloseable {
    private static final Duration FIRST_LIST = Duration.ofSeconds(25);
    private static final Duration SLICE = Duration.ofMillis(200);
    private static final Duration SLACK = Duration.ofSeconds(10);

    private final String name;
    private final String namespace;
    private final ContextConfig config;
    private final Api api;
    private final boolean everywhere;
    private final InstantSource clock;
    private final PodCache pods;
    private final NodeCache nodes;
    private final Reflector<PodSight> podList;
    private final Reflector<NodeSight> nodeList;
    private final Tombstones tombstones;
    private final Chores chores;
    private final Uploads uploads;

    /// Guards what is promised to launches that the lists do not show yet.
    private final ReentrantLock promising = new ReentrantLock();

    private final Map<Token, List<Map<String, Long>>> promised = new HashMap<>();

    private final AtomicReference<Seen> room;

    /// @param everywhere whether pods of all namespaces may be seen, for what is free on the nodes
    /// @param hint who hears of clusters that changed
    record Means(
            String name,
            String namespace,
            ContextConfig config,
            Api api,
            boolean everywhere,
            Uploads uploads,
            InstantSource clock,
            LongSupplier nanos,
            Consumer<ClusterHandle> hint) {}

    KubeContext(Means means) {
        name = means.name();
        namespace = means.namespace();
        config = means.config();
        room = new AtomicReference<>(new Seen(-1, new Room(config, List.of())));
        api = means.api();
        everywhere = means.everywhere();
        clock = means.clock();
        uploads = means.uploads();
        tombstones = new Tombstones(api, namespace, clock);
        chores = new Chores(this, means.hint());
        pods = new PodCache(chores::changed);
        nodes = new NodeCache(chores::nodeChanged);
        podList = new Reflector<>(
                api,
                means.everywhere() ? "/api/v1/pods" : Api.pods(namespace),
                means.everywhere() ? "" : Keys.INSTALLATION,
                pod -> PodSight.of(pod).asSeenFrom(name, namespace),
                pods,
                means.nanos());
        nodeList = new Reflector<>(api, "/api/v1/nodes", "", NodeSight::of, nodes, means.nanos());
    }

    void start() {
        podList.start();
        nodeList.start();
    }

    String name() {
        return name;
    }

    String namespace() {
        return namespace;
    }

    ContextConfig config() {
        return config;
    }

    Api api() {
        return api;
    }

    /// Whether the pods that are known are those of all namespaces.
    boolean everywhere() {
        return everywhere;
    }

    InstantSource clock() {
        return clock;
    }

    PodCache pods() {
        return pods;
    }

    NodeCache nodes() {
        return nodes;
    }

    Tombstones tombstones() {
        return tombstones;
    }

    Chores chores() {
        return chores;
    }

    Uploads uploads() {
        return uploads;
    }

    /// Ours, as pods of other namespaces have their own contexts.
    boolean isHere(PodSight pod) {
        return pod.namespace().equals(namespace);
    }

    /// Waits until it is known what is there, and what was released.
    void ready(long epoch) throws LauncherException {
        if (!awaitLists(FIRST_LIST)) {
            refuseByName(podList, "list and watch pods");
            refuseByName(nodeList, "list and watch nodes");
            throw Refusals.notDone(
                    "context " + name + " cannot be listed: " + podList.trouble() + "; " + nodeList.trouble());
        }
        try {
            tombstones.load(epoch);
        } catch (ApiFailure failure) {
            throw Translate.failure(name, "list config maps in namespace " + namespace, failure);
        }
    }

    private void refuseByName(Reflector<?> list, String what) throws LauncherException {
        var refusal = list.refusal();
        if (refusal.isPresent()) {
            throw Translate.failure(name, what, refusal.get());
        }
    }

    /// @return whether both lists have arrived; sooner than in time when the server refuses them
    boolean awaitLists(Duration atMost) throws LauncherException {
        try {
            for (var left = atMost; left.isPositive(); left = left.minus(SLICE)) {
                if (podList.awaitSynced(SLICE) && nodeList.awaitSynced(SLICE)) {
                    return true;
                }
                if (podList.refusal().isPresent() || nodeList.refusal().isPresent()) {
                    return false;
                }
            }
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refusals.notDone("context " + name + ": interrupted while its pods were listed");
        }
    }

    /// Why nothing can be said now; empty when what is kept is current.
    Optional<String> silence() {
        if (!podList.isCurrent(SLACK)) {
            return Optional.of("context " + name + " cannot be watched: " + podList.trouble());
        }
        return nodeList.isCurrent(SLACK)
                ? Optional.empty()
                : Optional.of("nodes of context " + name + " cannot be watched: " + nodeList.trouble());
    }

    /// As of now.
    Room room() {
        var last = room.get();
        var changes = nodes.changes();
        if (last.changes() != changes) {
            last = new Seen(changes, new Room(config, nodes.all()));
            room.set(last);
        }
        return last.room();
    }

    /// @param changes as they were counted before it was made: what came meanwhile makes another one
    private record Seen(long changes, Room room) {}

    /// Promises room to a launch, so that another one does not get it before the pods are listed.
    void promise(Token token, InstanceShape shape, boolean spot, int count) throws LauncherException {
        promising.lock();
        try {
            if (promised.containsKey(token)) {
                return;
            }
            var waiting = new ArrayList<Map<String, Long>>();
            promised.values().forEach(waiting::addAll);
            for (var pod : pods.waiting()) {
                if (!promised.containsKey(pod.tag().orElseThrow().token())) {
                    waiting.add(pod.requests());
                }
            }
            var room = room();
            var refusal = room.refusal(shape, spot, count, pods::takenOn, waiting);
            if (refusal.isPresent() && !room.isMade(shape, spot)) {
                throw Refusals.capacity("context " + name + " has no " + refusal.get());
            }
            var wants = new ArrayList<Map<String, Long>>();
            for (int i = 0; i < count; i++) {
                wants.add(room.wants(shape, spot));
            }
            promised.put(token, wants);
        } finally {
            promising.unlock();
        }
    }

    /// Its pods are listed, or were not made.
    void settle(Token token) {
        promising.lock();
        try {
            promised.remove(token);
        } finally {
            promising.unlock();
        }
    }

    @Override
    public void close() {
        podList.close();
        nodeList.close();
        chores.close();
        api.close();
    }
}
