package dev.outlast.testkit.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Simulated nodes of a [LocalKubernetes], by kwok: pods on them are "running" at once and print nothing. One process
/// for all, or one for each node that shall be able to die alone.
public final class FakeNodes implements AutoCloseable {
    private static final String MANAGED = "kwok.x-k8s.io/node";

    private final LocalKubernetes cluster;
    private final Map<String, Process> single = new TreeMap<>();

    private FakeNodes(LocalKubernetes cluster) {
        this.cluster = cluster;
    }

    public static boolean isInstalled() {
        return LocalKubernetes.isInstalled()
                && Files.isExecutable(Daemons.cache().resolve("kwok"))
                && Files.exists(Daemons.cache().resolve("kwok.yaml"));
    }

    /// One process for all nodes made by [#add].
    public static FakeNodes start(LocalKubernetes cluster) {
        var nodes = new FakeNodes(cluster);
        nodes.kwok("kwok", "--manage-all-nodes=false --manage-nodes-with-annotation-selector=" + MANAGED + "=fake");
        return nodes;
    }

    private Process kwok(String name, String which) {
        try {
            return cluster.daemons()
                    .start(
                            name,
                            Daemons.words(Daemons.cache().resolve("kwok") + " --kubeconfig=" + cluster.kubeconfig()
                                    + " --config=" + Daemons.cache().resolve("kwok.yaml") + " " + which
                                    + " --node-lease-duration-seconds=10 --node-ip=127.0.0.1 --server-address=127.0.0.1:"
                                    + Daemons.freePort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param labels of the node
    /// @param taints such as `key: x, value: "y", effect: NoSchedule`, empty for none
    /// @param resources beside pods, such as `cpu` and `nvidia.com/gpu`
    public void add(String name, Map<String, String> labels, String taints, Map<String, String> resources)
            throws IOException {
        manifest(name, "fake", labels, taints, resources);
        awaitReady(name);
    }

    /// A node with a simulator of its own, to be killed by [#kill].
    public void addMortal(String name, Map<String, String> labels, Map<String, String> resources) throws IOException {
        manifest(name, "alone", labels, "", resources);
        single.put(name, kwok("kwok-" + name, "--manage-single-node=" + name));
        awaitReady(name);
    }

    /// It falls silent.
    public void kill(String name) {
        var process = single.remove(name);
        if (process == null) {
            throw new IllegalArgumentException("no node of its own: " + name);
        }
        cluster.daemons().kill(process);
    }

    private void awaitReady(String name) {
        Daemons.await("node " + name, () -> {
            try {
                return cluster.kubectl(
                                "get", "node", name, "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status}")
                        .contains("True");
            } catch (IOException notYet) {
                return false;
            }
        });
    }

    private void manifest(
            String name, String managed, Map<String, String> labels, String taints, Map<String, String> resources)
            throws IOException {
        var amounts = entries(resources) + ", pods: \"110\"";
        cluster.apply("""
                apiVersion: v1
                kind: Node
                metadata:
                  name: %1$s
                  annotations: {%2$s: %3$s, node.alpha.kubernetes.io/ttl: "0"}
                  labels: {kubernetes.io/hostname: %1$s, kubernetes.io/os: linux, %4$s}
                spec:
                  taints: [%5$s]
                status:
                  capacity: {%6$s}
                  allocatable: {%6$s}
                """.formatted(
                        name, MANAGED, managed, entries(labels), taints.isEmpty() ? "" : "{" + taints + "}", amounts));
    }

    private static String entries(Map<String, String> map) {
        return map.entrySet().stream()
                .map(e -> e.getKey() + ": \"" + e.getValue() + "\"")
                .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        single.values().forEach(cluster.daemons()::kill);
        single.clear();
    }
}
