package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Quantity;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.testkit.kubernetes.LocalKubelet;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import dev.outlast.testkit.launcher.LauncherBench;
import dev.outlast.testkit.launcher.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
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
