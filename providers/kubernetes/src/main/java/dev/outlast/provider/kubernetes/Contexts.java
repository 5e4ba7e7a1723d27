package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.task.Closest;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// The contexts that may be used, each opened when it is first needed. The kubeconfig is read again when a context is
/// opened, so that a new one is found without a restart.
final class Contexts implements AutoCloseable {
    static final String IN_CLUSTER = "in-cluster";
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/token");

    private static final Duration AGAIN = Duration.ofSeconds(10);

    private final KubernetesConfig config;
    private final Path blobs;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Consumer<ClusterHandle> hint;
    private final Map<String, KubeContext> open = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private volatile Read last = new Read("", new Known(Optional.empty(), "", "", Map.of()));
    private volatile boolean closed;

    Contexts(
            KubernetesConfig config,
            Path blobs,
            InstantSource clock,
            LongSupplier nanos,
            Consumer<ClusterHandle> hint) {
        this.config = config;
        this.blobs = blobs;
        this.clock = clock;
        this.nanos = nanos;
        this.hint = hint;
    }

    /// Who could not be asked a moment ago is not asked again at once.
    private record Failure(long at, LauncherException failure) {}

    /// What a kubeconfig says of its contexts.
    ///
    /// @param namespaces by context; empty where it names none
    private record Known(Optional<Path> file, String text, String current, Map<String, String> namespaces) {}

    /// What was read last; every offer asks, and a kubeconfig seldom changes.
    ///
    /// @param stamp of the file: its path, time and size
    private record Read(String stamp, Known known) {}

    /// Names of those that may be used, in the order they are preferred.
    List<String> allowed() throws LauncherException {
        var known = read();
        if (config.allowed().contains(KubernetesConfig.ALL)) {
            return List.copyOf(known.namespaces().keySet());
        }
        if (!config.allowed().isEmpty()) {
            return config.allowed();
        }
        return known.current().isEmpty() ? List.of() : List.of(known.current());
    }

    /// @throws LauncherException when it is not allowed, not there, or cannot be asked
    KubeContext get(String name) throws LauncherException {
        var there = open.get(name);
        if (there != null) {
            return there;
        }
        if (closed) {
            throw Refusals.notDone("the launcher is closed");
        }
        // Each on its own: one that does not answer must not hold up the others.
        var opening = locks.computeIfAbsent(name, _ -> new ReentrantLock());
        opening.lock();
        try {
            var made = open.get(name);
            return made != null ? made : open(name);
        } finally {
            opening.unlock();
        }
    }

    private KubeContext open(String name) throws LauncherException {
        if (!allowed().contains(name)) {
            throw Refusals.config("context " + name + " is not among the allowed ones (" + String.join(", ", allowed())
                    + "): providers.kubernetes.allowed_contexts");
        }
        var last = failures.get(name);
        if (last != null && nanos.getAsLong() - last.at() < AGAIN.toNanos()) {
            throw last.failure();
        }
        try {
            var made = make(name);
            made.start();
            open.put(name, made);
            failures.remove(name);
            if (closed) {
                made.close();
            }
            return made;
        } catch (LauncherException failure) {
            failures.put(name, new Failure(nanos.getAsLong(), failure));
            throw failure;
        }
    }

    private KubeContext make(String name) throws LauncherException {
        var settings = config.context(name);
        var namespace = namespace(name, settings);
        var api = connect(name);
        try {
            var everywhere =
                    new Rights(api, "").may("list", "", "pods") && new Rights(api, "").may("watch", "", "pods");
            return new KubeContext(new KubeContext.Means(
                    name, namespace, settings, api, everywhere, new Uploads(blobs), clock, nanos, hint));
        } catch (ApiFailure failure) {
            api.close();
            throw Translate.failure(name, "ask for our rights", failure);
        }
    }

    String namespace(String name, ContextConfig settings) throws LauncherException {
        if (!settings.namespace().isEmpty()) {
            return settings.namespace();
        }
        var known = read().namespaces().getOrDefault(name, "");
        return known.isEmpty() ? "default" : known;
    }

    Api connect(String name) throws LauncherException {
        var known = read();
        if (!known.namespaces().containsKey(name)) {
            throw Refusals.config("there is no context " + name + " in the kubeconfig"
                    + known.file().map(file -> " " + file).orElse("")
                    + Closest.hint(name, known.namespaces().keySet()));
        }
        try {
            var base =
                    name.equals(IN_CLUSTER) && known.file().isEmpty() ? new ConfigBuilder().build() : of(name, known);
            // What is tried again, and when, is for those to decide who know what it was.
            base.setRequestRetryBackoffLimit(0);
            base.setConnectionTimeout(5_000);
            base.setRequestTimeout(30_000);
            return new Api(new KubernetesClientBuilder()
                    .withHttpClientFactory(new Ciphers())
                    .withConfig(base)
                    .build());
        } catch (RuntimeException wrong) {
            throw Refusals.notDone("context " + name + ": " + wrong.getMessage());
        }
    }

    /// Its successors read the file again and take its current context, whatever they are given.
    @SuppressWarnings("removal")
    private static Config of(String name, Known known) {
        return Config.fromKubeconfig(
                name, known.text(), known.file().map(Path::toString).orElse(""));
    }

    private Known read() throws LauncherException {
        var file = kubeconfig();
        if (file.isEmpty()) {
            return Files.exists(ACCOUNT)
                    ? new Known(file, "", IN_CLUSTER, Map.of(IN_CLUSTER, ownNamespace()))
                    : new Known(file, "", "", Map.of());
        }
        try {
            var stamp = file.get() + " " + Files.getLastModifiedTime(file.get()) + " " + Files.size(file.get());
            var before = last;
            if (before.stamp().equals(stamp)) {
                return before.known();
            }
            var text = Files.readString(file.get());
            var tree = Trees.parse(text);
            var namespaces = new LinkedHashMap<String, String>();
            if (tree.get("contexts") instanceof List<?> contexts) {
                for (var one : contexts) {
                    var entry = Trees.asMap(one);
                    var inner = entry.get("context") instanceof Map<?, ?> map ? map : Map.of();
                    namespaces.put(
                            String.valueOf(entry.get("name")), inner.get("namespace") instanceof String n ? n : "");
                }
            }
            var known = new Known(file, text, String.valueOf(tree.getOrDefault("current-context", "")), namespaces);
            last = new Read(stamp, known);
            return known;
        } catch (IOException | IllegalArgumentException | ClassCastException unreadable) {
            throw Refusals.config("cannot read the kubeconfig " + file.get() + ": " + unreadable.getMessage());
        }
    }

    private static String ownNamespace() {
        try {
            return Files.readString(ACCOUNT.resolveSibling("namespace")).strip();
        } catch (IOException none) {
            return "";
        }
    }

    private Optional<Path> kubeconfig() {
        if (config.kubeconfig().isPresent()) {
            return config.kubeconfig();
        }
        var named = System.getenv("KUBECONFIG");
        var files = new ArrayList<Path>();
        if (named != null) {
            for (var one : named.split(":", -1)) {
                files.add(Path.of(one));
            }
        }
        files.add(Path.of(System.getProperty("user.home"), ".kube", "config"));
        return files.stream().filter(Files::isRegularFile).findFirst();
    }

    List<KubeContext> opened() {
        return List.copyOf(open.values());
    }

    @Override
    public void close() {
        closed = true;
        open.values().forEach(KubeContext::close);
        open.clear();
    }
}
