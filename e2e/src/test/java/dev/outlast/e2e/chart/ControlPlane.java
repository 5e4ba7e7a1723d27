package dev.outlast.e2e.chart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// etcd, API server, controller manager and scheduler on loopback, and the two programs that talk to them.
final class ControlPlane implements AutoCloseable {
    private final Path directory;
    private final int port;

    private ControlPlane(Path directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    /// @param address one more under which the API server is known
    static ControlPlane start(Path directory, String address) {
        var ports = freePorts(5);
        var plane = new ControlPlane(directory, ports.get(2));
        var command = new ArrayList<>(List.of(
                Tools.ROOT.resolve("e2e/chart/control-plane").toString(),
                directory.toString(),
                Tools.k8sbox().toString()));
        ports.forEach(port -> command.add(Integer.toString(port)));
        command.add(address);
        try {
            Tools.run(command).well();
        } catch (AssertionError notReady) {
            plane.close();
            throw notReady;
        }
        return plane;
    }

    Path directory() {
        return directory;
    }

    int port() {
        return port;
    }

    /// Of an admin of the cluster.
    Path kubeconfig() {
        return directory.resolve("admin.conf");
    }

    Tools.Said kubectl(String... arguments) {
        var command = Tools.command(Tools.k8sbox(), "kubectl", "--kubeconfig", kubeconfig() + "");
        command.addAll(List.of(arguments));
        return Tools.run(command);
    }

    Tools.Said helm(String... arguments) {
        return Tools.run(
                Tools.command(Tools.helm(), arguments),
                Map.of("KUBECONFIG", kubeconfig() + "", "HOME", directory + ""));
    }

    /// Applies a manifest in which words stand for what only this run knows.
    void apply(Path manifest, Map<String, String> words) throws IOException {
        var text = Files.readString(manifest);
        for (var word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        var file = Files.writeString(directory.resolve(manifest.getFileName() + ".applied"), text);
        kubectl("apply", "-f", file + "").well();
    }

    /// Where only pods are made that the strictest of the pod security standards takes; everything else is warned of.
    void restrictedNamespace(String name) {
        kubectl("create", "namespace", name).well();
        kubectl(
                        "label",
                        "namespace",
                        name,
                        "pod-security.kubernetes.io/enforce=restricted",
                        "pod-security.kubernetes.io/warn=restricted")
                .well();
    }

    void eventually(Duration atMost, BooleanSupplier holds) {
        await().atMost(atMost).pollInterval(Duration.ofMillis(300)).until(holds::getAsBoolean);
    }

    /// What became of the pods of a namespace, for a failed test.
    String story(String namespace) {
        return kubectl("-n", namespace, "get", "pods", "-o", "wide").out()
                + kubectl("-n", namespace, "get", "events", "--sort-by=.lastTimestamp")
                        .out()
                + kubectl("-n", namespace, "logs", "--tail=40", "--prefix", "--selector=app.kubernetes.io/name=outlast")
                        .out();
    }

    static List<Integer> freePorts(int count) {
        var sockets = new ArrayList<ServerSocket>();
        try {
            var ports = new ArrayList<Integer>();
            for (int i = 0; i < count; i++) {
                var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                ports.add(socket.getLocalPort());
            }
            for (var socket : sockets) {
                socket.close();
            }
            return ports;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    /// Ends what runs, the API server's callers first.
    @Override
    public void close() {
        for (var name : List.of("scheduler", "manager", "apiserver", "etcd")) {
            end(name);
        }
    }

    void end(String name) {
        var file = directory.resolve("run").resolve(name + ".pid");
        try {
            if (Files.exists(file)) {
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .ifPresent(ProcessHandle::destroyForcibly);
                Files.delete(file);
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
