package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.testkit.kubernetes.LocalKubelet;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import dev.outlast.testkit.launcher.LauncherBench;
import dev.outlast.testkit.launcher.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/// A launcher in a namespace of its own on a real control plane. Closing it removes what is in there.
final class KubeBench implements LauncherBench {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final LocalKubernetes cluster;
    private final String namespace = "n" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    private final Map<String, String> configuration;
    private final Path blobs;
    private final List<KubernetesLauncher> opened = new ArrayList<>();

    KubeBench(LocalKubernetes cluster, Map<String, String> more) {
        this.cluster = cluster;
        configuration = new HashMap<>(Map.of(
                "kubeconfig", cluster.kubeconfig().toString(), "namespace", namespace, "image", LocalKubelet.IMAGE));
        configuration.putAll(more);
        try {
            blobs = Files.createTempDirectory(
                    Files.createDirectories(Path.of("target", "bench").toAbsolutePath()), "blobs");
            cluster.namespace(namespace);
            // All that jobs do here they do under the strictest of the standard rules.
            cluster.kubectl("label", "namespace", namespace, "pod-security.kubernetes.io/enforce=restricted");
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        reopened();
    }

    LocalKubernetes cluster() {
        return cluster;
    }

    String namespace() {
        return namespace;
    }

    Path blobs() {
        return blobs;
    }

    /// What kubectl says in this namespace.
    String kubectl(String... arguments) {
        try {
            var words = new ArrayList<>(List.of("--namespace", namespace));
            words.addAll(List.of(arguments));
            return cluster.kubectl(words.toArray(String[]::new));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /// What the API server would make of a pod that satisfies the namespace's rules; none is made.
    String probe() {
        return kubectl(
                "run",
                "probe",
                "--image=x",
                "--dry-run=server",
                "-o",
                "yaml",
                "--overrides={\"metadata\":{\"labels\":{\"probe\":\"1\"}},\"spec\":{\"schedulingGates\":[{\"name\":\"g\"}],"
                        + "\"securityContext\":{\"runAsNonRoot\":true,\"runAsUser\":1,\"seccompProfile\":{\"type\":"
                        + "\"RuntimeDefault\"}},\"containers\":[{\"name\":\"probe\",\"image\":\"x\",\"resources\":{"
                        + "\"requests\":{\"cpu\":\"50m\"}},\"securityContext\":{\"allowPrivilegeEscalation\":false,"
                        + "\"capabilities\":{\"drop\":[\"ALL\"]}}}]}}");
    }

    @Override
    public KubernetesLauncher launcher() {
        return opened.getFirst();
    }

    @Override
    public KubernetesLauncher reopened() {
        var launcher = new KubernetesLauncher(
                KubernetesConfig.of(configuration), blobs, InstantSource.system(), System::nanoTime);
        opened.add(launcher);
        return launcher;
    }

    @Override
    public Demand demand(int nodes) {
        return demand(nodes, 0.05, 0.05);
    }

    static Demand demand(int nodes, double cpus, double memoryGib) {
        return demand(nodes, cpus, memoryGib, "", 0, Demand.Spot.NO);
    }

    static Demand demand(int nodes, double cpus, double memoryGib, String accelerator, int count, Demand.Spot spot) {
        return new Demand(
                nodes,
                List.of(new Demand.Choice(
                        new Place("", "", ""),
                        new Quantity(cpus, false),
                        new Quantity(memoryGib, false),
                        accelerator,
                        count,
                        "",
                        spot,
                        1e9)),
                false);
    }

    /// More than half of the node.
    @Override
    public Optional<Demand> scarce() {
        return Optional.of(demand(1, Runtime.getRuntime().availableProcessors() * 0.6, 0.05));
    }

    @Override
    public Activation activation(Token token, long epoch, Script script) {
        var setup = script.setup().isZero() && script.setupCode() == 0
                ? ""
                : "sleep " + script.setup().toMillis() / 1000.0 + "\nexit " + script.setupCode();
        var time = script.run().equals(Script.ENDLESS)
                ? "100000"
                : "" + script.run().toMillis() / 1000.0;
        var run = "printf '%s' '" + script.output() + "'\n" + (script.run().isZero() ? "" : "sleep " + time + "\n")
                + "exit " + script.code() + "\n";
        return shell(token, epoch, setup, run);
    }

    static Activation shell(Token token, long epoch, String setup, String run) {
        return new Activation(
                token, epoch, setup, run, Map.of(), Map.of(), Duration.ofSeconds(5), Duration.ZERO, "", List.of());
    }

    /// Launches one pod or a gang and starts it, with the cheapest offer.
    ClusterHandle start(Token token, int nodes, Activation what) throws LauncherException {
        var handle = launcher().launch(request(token, demand(nodes), nodes));
        launcher().activate(handle, what);
        return handle;
    }

    ClusterRequest request(Token token, Demand demand, int nodes) throws LauncherException {
        var offer = launcher().offers(demand).getFirst();
        return new ClusterRequest(token, 1, offer, nodes, "cluster-of-" + token.job());
    }

    static Token token(long job) {
        return new Token("faults", 1, new JobId(job), 0, 1);
    }

    void awaitRunning(ClusterHandle handle) {
        await("all ranks run", () -> isAll(handle, Phase.InRun.class::isInstance));
    }

    boolean isAll(ClusterHandle handle, Predicate<Phase> phase) {
        return look(handle) instanceof Observation.Up(var ranks)
                && ranks.stream().map(RankReport::phase).allMatch(phase);
    }

    void awaitGone(ClusterHandle handle, Fault fault) {
        await("gone: " + fault, () -> look(handle) instanceof Observation.Gone gone && gone.fault() == fault);
    }

    String log(ClusterHandle handle, int rank) throws LauncherException {
        return new String(launcher().readLog(handle, rank, 0, 1 << 20), StandardCharsets.UTF_8);
    }

    Observation look(ClusterHandle handle) {
        return Objects.requireNonNull(launcher().observe(List.of(handle)).get(handle));
    }

    @Override
    public void await(String what, BooleanSupplier holds) {
        Awaitility.await(what)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .pollDelay(Duration.ZERO)
                .until(holds::getAsBoolean);
    }

    @Override
    public List<String> leftovers(Token token) {
        return kubectl("get", "pods,secrets,services", "-o", "name", "-l", Keys.HASH + "=" + Keys.hash(token))
                .lines()
                .filter(line -> line.contains("outlast-"))
                .toList();
    }

    @Override
    public void close() {
        try {
            var last = reopened();
            for (var owned : last.owned()) {
                last.release(owned.handle());
            }
        } catch (LauncherException broken) {
            throw new AssertionError("the bench cannot be cleared away", broken);
        } finally {
            opened.forEach(Launcher::close);
        }
        kubectl("delete", "namespace", namespace, "--wait=false");
    }
}
