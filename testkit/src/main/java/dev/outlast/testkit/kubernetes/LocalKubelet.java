package dev.outlast.testkit.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A real node of a [LocalKubernetes]: kubelet, containerd and runc, with pods on a bridge of their own. It needs root,
/// containerd, runc and containernetworking-plugins; its only image is [#IMAGE], with busybox and nothing else.
public final class LocalKubelet implements AutoCloseable {
    /// What pods may run here.
    public static final String IMAGE = "docker.io/local/busybox:1";

    /// Its name is one that this machine resolves, so that the API server finds it for logs and exec.
    public static final String NODE = "localhost";

    private static final Path PLUGINS = Path.of("/usr/lib/cni");
    private static final Path CONTAINERD = Path.of("/usr/bin/containerd");
    private static final Path RUNC = Path.of("/usr/sbin/runc");
    private static final String BRIDGE = "outlastcni0";
    private static final String ADDRESS = "10.78.0.1";
    private static @Nullable LocalKubelet shared;

    private final LocalKubernetes cluster;
    private final Path directory;
    private final Daemons daemons;
    private final int port = Daemons.freePort();
    private final int healthPort = Daemons.freePort();
    private @Nullable Process kubelet;

    private LocalKubelet(LocalKubernetes cluster, Path directory) {
        this.cluster = cluster;
        this.directory = directory;
        this.daemons = new Daemons(directory);
    }

    public static boolean isInstalled() {
        return LocalKubernetes.isInstalled()
                && "root".equals(System.getProperty("user.name"))
                && Files.isExecutable(CONTAINERD)
                && Files.isExecutable(RUNC)
                && Files.isExecutable(PLUGINS.resolve("bridge"))
                && Files.exists(Daemons.cache().resolve("rootfs.tar"));
    }

    /// The node of [LocalKubernetes#shared()].
    public static synchronized LocalKubelet shared() {
        if (shared == null) {
            // Hooks run side by side; the node must go before the cluster, whose files it uses.
            shared = start(LocalKubernetes.shared());
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(shared::close));
        }
        return shared;
    }

    public static LocalKubelet start(LocalKubernetes cluster) {
        try {
            var node = new LocalKubelet(cluster, Files.createTempDirectory("outlast-kubelet-"));
            node.startContainerd();
            node.startKubelet();
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public LocalKubernetes cluster() {
        return cluster;
    }

    private void startContainerd() throws IOException {
        Files.createDirectories(directory.resolve("cni"));
        Files.writeString(directory.resolve("cni/10-outlast.conflist"), """
                {"cniVersion": "0.4.0", "name": "outlast", "plugins": [{"type": "bridge", "bridge": "%s",
                 "isGateway": true, "ipMasq": false, "ipam": {"type": "host-local", "subnet": "10.78.0.0/24",
                 "dataDir": "%s/ipam", "routes": [{"dst": "10.78.0.0/16"}]}}]}
                """.formatted(BRIDGE, directory));
        Files.writeString(directory.resolve("containerd.toml"), """
                version = 2
                root = "%1$s/root"
                state = "%1$s/state"
                disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs",
                  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs"]
                [grpc]
                  address = "%1$s/c.sock"
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "local/pause:1"
                  # A machine may keep the right to lower it from its guests.
                  restrict_oom_score_adj = true
                  stream_server_address = "127.0.0.1"
                  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                    runtime_type = "io.containerd.runc.v2"
                    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                      BinaryName = "%2$s"
                  [plugins."io.containerd.grpc.v1.cri".cni]
                    bin_dir = "%3$s"
                    conf_dir = "%1$s/cni"
                """.formatted(directory, RUNC, PLUGINS));
        bridge();
        daemons.start("containerd", List.of(CONTAINERD.toString(), "-c", directory + "/containerd.toml"));
        Daemons.await("containerd", () -> succeeds("version"));
        ctr(
                "images",
                "import",
                "--base-name",
                "docker.io/local/busybox",
                Daemons.cache().resolve("rootfs.tar").toString());
        ctr("images", "tag", IMAGE, "docker.io/local/pause:1");
    }

    /// There before the first pod is: the kubelet wants a node's address that is no loopback.
    private static void bridge() throws IOException {
        if (!Files.exists(Path.of("/sys/class/net", BRIDGE))) {
            Daemons.run(null, Daemons.words("ip link add " + BRIDGE + " type bridge"));
            Daemons.run(null, Daemons.words("ip address add " + ADDRESS + "/24 dev " + BRIDGE));
            Daemons.run(null, Daemons.words("ip link set " + BRIDGE + " up"));
        }
    }

    private boolean succeeds(String... arguments) {
        try {
            ctr(arguments);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// What containerd's client says of the containers here.
    public String ctr(String... arguments) throws IOException {
        var command = Daemons.words("ctr --address " + directory + "/c.sock --namespace k8s.io");
        command.addAll(List.of(arguments));
        return Daemons.run(directory, command);
    }

    public void startKubelet() throws IOException {
        Files.writeString(directory.resolve("kubelet.yaml"), """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                address: 127.0.0.1
                port: %2$d
                healthzPort: %3$d
                readOnlyPort: 0
                authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: %4$s}}
                authorization: {mode: AlwaysAllow}
                cgroupDriver: cgroupfs
                cgroupsPerQOS: false
                enforceNodeAllocatable: []
                failSwapOn: false
                failCgroupV1: false
                containerRuntimeEndpoint: unix://%1$s/c.sock
                podLogsDir: %1$s/logs
                containerLogMaxSize: 64Ki
                containerLogMonitorInterval: 3s
                nodeStatusUpdateFrequency: 4s
                nodeLeaseDurationSeconds: 10
                evictionHard: {memory.available: 50Mi, nodefs.available: 1%%, imagefs.available: 1%%}
                makeIPTablesUtilChains: false
                resolvConf: ""
                localStorageCapacityIsolation: false
                """.formatted(
                        directory, port, healthPort, cluster.directory().resolve("pki/ca.crt")));
        kubelet = daemons.start(
                "kubelet",
                Daemons.words(cluster.binary() + " kubelet --config=" + directory + "/kubelet.yaml --kubeconfig="
                        + cluster.kubeconfig() + " --root-dir=" + directory + "/kubelet --hostname-override=" + NODE
                        + " --node-ip=" + ADDRESS));
        Daemons.await("the node", this::isReady);
    }

    public boolean isReady() {
        try {
            return cluster.kubectl(
                            "get", "node", NODE, "-o", "jsonpath={.status.conditions[?(@.type=='Ready')].status}")
                    .contains("True");
        } catch (IOException notYet) {
            return false;
        }
    }

    /// The node falls silent; its containers run on.
    public void killKubelet() {
        var process = kubelet;
        if (process != null) {
            daemons.kill(process);
            kubelet = null;
        }
    }

    @Override
    public void close() {
        killKubelet();
        try {
            for (var container : ctr("tasks", "list", "--quiet").lines().toList()) {
                succeeds("tasks", "kill", "--all", "--signal", "SIGKILL", container);
            }
            Daemons.await("the end of all containers", this::isEmpty);
            daemons.close();
            unmount();
            Daemons.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isEmpty() {
        try {
            var running = ctr("tasks", "list")
                    .lines()
                    .filter(line -> line.contains("RUNNING"))
                    .count();
            for (var container : ctr("tasks", "list", "--quiet").lines().toList()) {
                succeeds("tasks", "delete", "--force", container);
            }
            return running == 0;
        } catch (IOException gone) {
            return true;
        }
    }

    /// Volumes, root file systems and network namespaces of the pods that were.
    private void unmount() throws IOException {
        var mine = Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .map(line -> line.split(" ", -1)[1].replace("\\040", " "))
                .filter(target -> target.startsWith(directory.toString()))
                .toList();
        for (var target : mine.reversed()) {
            Daemons.run(null, List.of("umount", "-l", target));
        }
    }
}
