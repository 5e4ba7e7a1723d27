package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Inventory;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.core.spi.LogAccess;
import dev.outlast.core.spi.PushWatch;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Launches gangs of pods. Everything it knows is in the clusters themselves: labels, annotations, and a secret that
/// comes with the activation. A region is a context.
final class KubernetesLauncher implements Launcher, PushWatch, LogAccess, Inventory {
    static final String PROVIDER = "kubernetes";

    private static final Logger LOG = LoggerFactory.getLogger(KubernetesLauncher.class);
    private static final Set<Capability> CAPABILITIES =
            Set.of(Capability.SPOT, Capability.NOTICE, Capability.MULTI_NODE, Capability.PUSH, Capability.LOGS);

    /// How long a look waits for a context that was just opened: the others wait behind it.
    private static final Duration FIRST_LOOK = Duration.ofSeconds(3);

    /// Nobody tells when a pod prints, so each log has to be asked for: twenty times a second, however many there are.
    private static final Duration LOG_PACE = Duration.ofMillis(50);

    private static final int LOOKED = 100_000;

    private final Contexts contexts;
    /// Thousands are looked at every second.
    private final Map<ClusterHandle, Handle> looked = new ConcurrentHashMap<>();
    private final Logs logs = new Logs();
    private volatile Consumer<ClusterHandle> receiver = _ -> {};

    KubernetesLauncher(KubernetesConfig config, Path blobs, InstantSource clock, LongSupplier nanos) {
        contexts = new Contexts(config, blobs, clock, nanos, handle -> receiver.accept(handle));
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
        var offers = new ArrayList<Offer>();
        var failed = Optional.<LauncherException>empty();
        for (var name : contexts.allowed()) {
            if (!isWanted(demand, name)) {
                continue;
            }
            try {
                var context = contexts.get(name);
                context.ready(0);
                offers.addAll(new Offers(name, context.config(), context.room()).of(demand));
            } catch (LauncherException unreachable) {
                LOG.debug("no offers from context {}", name, unreachable);
                failed = Optional.of(unreachable);
            }
        }
        if (offers.isEmpty() && failed.isPresent()) {
            throw failed.get();
        }
        return offers;
    }

    /// All contexts at once: one that does not answer must not hold up the others.
    @Override
    public List<Shelf> accelerators() {
        try {
            var names = contexts.allowed();
            List<Future<Shelf>> asked;
            // Left when all have answered.
            try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
                asked = names.stream()
                        .map(name -> asking.submit(() -> shelf(name)))
                        .toList();
            }
            return asked.stream().map(Future::resultNow).toList();
        } catch (LauncherException unreadable) {
            return List.of(new Shelf("", List.of(), String.valueOf(unreadable.getMessage())));
        }
    }

    private Shelf shelf(String name) {
        try {
            var context = contexts.get(name);
            context.ready(0);
            var stocks = new Stocks(
                    context.config(), context.nodes().all(), context.pods().all(), context.everywhere());
            return new Shelf(name, stocks.all(), context.silence().orElse(""));
        } catch (LauncherException unreachable) {
            return new Shelf(name, List.of(), String.valueOf(unreachable.getMessage()));
        }
    }

    private static boolean isWanted(Demand demand, String context) {
        return demand.choices().stream().anyMatch(choice -> choice.where().covers(new Place(PROVIDER, context, "")));
    }

    @Override
    public ClusterHandle launch(ClusterRequest request) throws LauncherException {
        var place = request.offer().place();
        if (!place.provider().equals(PROVIDER) || place.region().isEmpty()) {
            throw Refusals.config("not sold here: " + request.offer().key());
        }
        return new Launching(contexts.get(place.region()), request).launch();
    }

    @Override
    public void activate(ClusterHandle handle, Activation what) throws LauncherException {
        var parsed = parse(handle);
        if (!parsed.token().equals(what.token())) {
            throw Refusals.config(handle.data() + " is not the cluster of " + what.token());
        }
        new Activating(contexts.get(parsed.context()), parsed, what).activate();
    }

    @Override
    public Map<ClusterHandle, Observation> observe(Collection<ClusterHandle> handles) {
        var seen = LinkedHashMap.<ClusterHandle, Observation>newLinkedHashMap(handles.size());
        var trouble = new LinkedHashMap<String, String>();
        for (var handle : handles) {
            seen.put(
                    handle,
                    read(handle)
                            .map(one -> look(one, trouble))
                            .orElseGet(() -> new Observation.Unknown("no handle of this launcher: " + handle)));
        }
        return seen;
    }

    private Optional<Handle> read(ClusterHandle handle) {
        var known = looked.get(handle);
        if (known != null) {
            return Optional.of(known);
        }
        if (looked.size() > LOOKED) {
            looked.clear();
        }
        var parsed = Handle.parse(handle);
        parsed.ifPresent(one -> looked.put(handle, one));
        return parsed;
    }

    private Observation look(Handle handle, Map<String, String> trouble) {
        var known = trouble.get(handle.context());
        if (known != null) {
            return new Observation.Unknown(known);
        }
        try {
            var context = contexts.get(handle.context());
            if (!context.awaitLists(FIRST_LOOK)) {
                throw Refusals.notDone("context " + handle.context() + " is not listed yet");
            }
            return new Looking(context, logs).look(handle);
        } catch (LauncherException unreachable) {
            trouble.put(handle.context(), String.valueOf(unreachable.getMessage()));
            return new Observation.Unknown(String.valueOf(unreachable.getMessage()));
        }
    }

    @Override
    public void drain(ClusterHandle handle) throws LauncherException {
        var parsed = parse(handle);
        var context = contexts.get(parsed.context());
        context.ready(0);
        for (var pod : context.pods().of(parsed.token()).values()) {
            if (pod.head().equals(parsed.head()) && !pod.told().containsKey(Keys.DRAIN) && !pod.isOver()) {
                try {
                    context.chores().tell(pod, Keys.DRAIN, "1");
                } catch (ApiFailure failure) {
                    throw Translate.failure(context.name(), "drain pod " + pod.name(), failure);
                }
            }
        }
    }

    @Override
    public void release(ClusterHandle handle) throws LauncherException {
        looked.remove(handle);
        var parsed = Handle.parse(handle);
        if (parsed.isPresent()) {
            var context = contexts.get(parsed.get().context());
            var pods = context.pods().of(parsed.get().token()).values();
            new Releasing(context, parsed.get().token()).release();
            pods.forEach(logs::forget);
        }
    }

    /// In every context, for nobody knows where a launch without an answer may have landed.
    @Override
    public void releaseByToken(Token token) throws LauncherException {
        var failed = Optional.<LauncherException>empty();
        for (var name : contexts.allowed()) {
            try {
                new Releasing(contexts.get(name), token).release();
            } catch (LauncherException refused) {
                failed = Optional.of(new LauncherException(
                        refused.fault(), Certainty.UNKNOWN, String.valueOf(refused.getMessage()), refused));
            }
        }
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    @Override
    public List<OwnedResource> owned() throws LauncherException {
        var owned = new ArrayList<OwnedResource>();
        for (var name : contexts.allowed()) {
            var context = contexts.get(name);
            context.ready(0);
            var silence = context.silence();
            if (silence.isPresent()) {
                throw Refusals.notDone(silence.get());
            }
            for (var pod : context.pods().heads()) {
                var tag = pod.tag().filter(_ -> context.isHere(pod));
                tag.ifPresent(t -> owned.add(new OwnedResource(
                        Handle.of(pod, t, name).text(),
                        t.token(),
                        t.epoch(),
                        t.nodes() + " × " + t.offer() + " in " + name + "/" + pod.namespace())));
            }
        }
        return owned;
    }

    @Override
    public byte[] readLog(ClusterHandle handle, int rank, long offset, int maxBytes) throws LauncherException {
        var parsed = parse(handle);
        var context = contexts.get(parsed.context());
        context.ready(0);
        return logs.read(context, pod(context, parsed, rank), offset, maxBytes);
    }

    @Override
    public long firstKept(ClusterHandle handle, int rank) throws LauncherException {
        var parsed = parse(handle);
        var context = contexts.get(parsed.context());
        context.ready(0);
        return logs.firstKept(context, pod(context, parsed, rank));
    }

    @Override
    public Duration pace() {
        return LOG_PACE;
    }

    private static PodSight pod(KubeContext context, Handle handle, int rank) throws LauncherException {
        return Optional.ofNullable(context.pods().of(handle.token()).get(rank))
                .filter(pod -> pod.head().equals(handle.head()))
                .orElseThrow(() ->
                        Refusals.notDone("there is no pod of rank " + rank + " of " + handle.token() + " (any more)"));
    }

    private static Handle parse(ClusterHandle handle) throws LauncherException {
        return Handle.parse(handle).orElseThrow(() -> Refusals.config("no handle of this launcher: " + handle));
    }

    @Override
    public void onHint(Consumer<ClusterHandle> newReceiver) {
        receiver = newReceiver;
    }

    /// How many calls were made to all API servers.
    long calls() {
        return contexts.opened().stream()
                .mapToLong(context -> context.api().calls())
                .sum();
    }

    @Override
    public void close() {
        contexts.close();
    }
}
