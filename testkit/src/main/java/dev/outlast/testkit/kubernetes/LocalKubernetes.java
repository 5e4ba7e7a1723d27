package dev.outlast.testkit.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A real control plane on free loopback ports, in a directory that goes with it: etcd, kube-apiserver,
/// kube-controller-manager and kube-scheduler. It needs what `e2e/kubernetes/build` builds, and openssl.
public final class LocalKubernetes implements AutoCloseable {
    /// From a node's last heart-beat to its being not ready, and from that to the eviction of its pods.
    private static final String GRACE = "20s";

    private static final String TOLERATED = "10";

    private static @Nullable LocalKubernetes shared;

    private final Path directory;
    private final Path binary;
    private final Daemons daemons;
    private final int port = Daemons.freePort();
    private final int etcdPort = Daemons.freePort();
    private final Map<String, Process> parts = new TreeMap<>();

    private LocalKubernetes(Path directory, Path binary) {
        this.directory = directory;
        this.binary = binary;
        this.daemons = new Daemons(directory);
    }

    /// Whether it was built here; what needs it says `@EnabledIf` with this.
    public static boolean isInstalled() {
        return Files.isExecutable(Daemons.cache().resolve("k8sbox"));
    }

    /// One for all tests of this JVM that do not stop it; ended with the JVM.
    public static synchronized LocalKubernetes shared() {
        if (shared == null) {
            var cluster = start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cluster::close));
            shared = cluster;
        }
        return shared;
    }

    public static LocalKubernetes start() {
        try {
            var directory = Files.createTempDirectory("outlast-kubernetes-");
            var cluster = new LocalKubernetes(directory, Daemons.cache().resolve("k8sbox"));
            cluster.up();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path directory() {
        return directory;
    }

    Path binary() {
        return binary;
    }

    Daemons daemons() {
        return daemons;
    }

    /// A kubeconfig of one context, `admin`, that may do everything.
    public Path kubeconfig() {
        return directory.resolve("admin.conf");
    }

    public String server() {
        return "https://127.0.0.1:" + port;
    }

    public String authority() {
        return pki("ca.crt");
    }

    private void up() throws IOException {
        makeKeys();
        for (var user : List.of("admin", "kcm", "sched")) {
            Files.writeString(directory.resolve(user + ".conf"), kubeconfig(user));
        }
        startPart("etcd");
        startServer();
        startPart("kube-controller-manager");
        startPart("kube-scheduler");
        Daemons.await("the default service account", () -> succeeds("get", "serviceaccount", "default"));
    }

    /// Starts the API server again, on the same port and data.
    public void startServer() throws IOException {
        startPart("kube-apiserver");
        Daemons.await("the API server", () -> succeeds("get", "--raw", "/readyz"));
    }

    /// Ends the API server as a power cut would.
    public void killServer() {
        killPart("kube-apiserver");
    }

    private void startPart(String name) throws IOException {
        var command = new ArrayList<>(List.of(binary.toString()));
        command.addAll(arguments(name));
        parts.put(name, daemons.start(name, command));
    }

    private void killPart(String name) {
        var process = parts.remove(name);
        if (process != null) {
            daemons.kill(process);
        }
    }

    private List<String> arguments(String name) {
        var etcd = "http://127.0.0.1:" + etcdPort;
        var peer = "http://127.0.0.1:" + Daemons.freePort();
        var pki = directory.resolve("pki").toString();
        return switch (name) {
            case "etcd" ->
                Daemons.words("etcd --unsafe-no-fsync --log-level warn --data-dir " + directory.resolve("etcd")
                        + " --listen-client-urls " + etcd + " --advertise-client-urls " + etcd
                        + " --listen-peer-urls " + peer + " --initial-advertise-peer-urls " + peer
                        + " --initial-cluster default=" + peer);
            case "kube-apiserver" ->
                Daemons.words("kube-apiserver --etcd-servers=" + etcd + " --bind-address=127.0.0.1"
                        + " --advertise-address=127.0.0.1 --secure-port=" + port + " --endpoint-reconciler-type=none"
                        + " --tls-cert-file=" + pki + "/apiserver.crt --tls-private-key-file=" + pki + "/apiserver.key"
                        + " --client-ca-file=" + pki + "/ca.crt --service-account-key-file=" + pki + "/sa.pub"
                        + " --service-account-signing-key-file=" + pki + "/sa.key"
                        + " --service-account-issuer=" + server() + " --service-cluster-ip-range=10.96.0.0/16"
                        + " --authorization-mode=RBAC,Node --kubelet-client-certificate=" + pki + "/admin.crt"
                        + " --kubelet-client-key=" + pki + "/admin.key"
                        + " --kubelet-preferred-address-types=Hostname,InternalIP --allow-privileged=true"
                        + " --default-not-ready-toleration-seconds=" + TOLERATED
                        + " --default-unreachable-toleration-seconds=" + TOLERATED);
            case "kube-controller-manager" ->
                Daemons.words("kube-controller-manager " + identity("kcm") + " --use-service-account-credentials=true"
                        + " --service-account-private-key-file=" + pki + "/sa.key --root-ca-file=" + pki + "/ca.crt"
                        + " --node-monitor-period=2s --node-monitor-grace-period=" + GRACE
                        + " --controllers=*,-nodeipam,-node-route-controller,-service-lb-controller");
            case "kube-scheduler" -> Daemons.words("kube-scheduler " + identity("sched"));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private String identity(String user) {
        var conf = directory.resolve(user + ".conf");
        return "--kubeconfig=" + conf + " --authentication-kubeconfig=" + conf + " --authorization-kubeconfig=" + conf
                + " --bind-address=127.0.0.1 --secure-port=" + Daemons.freePort() + " --leader-elect=false";
    }

    private void makeKeys() throws IOException {
        var pki = Files.createDirectories(directory.resolve("pki"));
        openssl(pki, "genrsa -out sa.key 2048");
        openssl(pki, "rsa -in sa.key -pubout -out sa.pub");
        openssl(
                pki,
                "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.crt -days 365 -subj /CN=outlast-test-ca"
                        + " -addext basicConstraints=critical,CA:TRUE"
                        + " -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature");
        certify(
                pki,
                "apiserver",
                "/CN=kube-apiserver",
                "subjectAltName=DNS:localhost,DNS:kubernetes,IP:127.0.0.1,IP:10.96.0.1");
        certify(pki, "admin", "/O=system:masters/CN=admin", "");
        certify(pki, "kcm", "/CN=system:kube-controller-manager", "");
        certify(pki, "sched", "/CN=system:kube-scheduler", "");
    }

    private static void certify(Path pki, String name, String subject, String names) throws IOException {
        Files.writeString(pki.resolve(name + ".ext"), "extendedKeyUsage=serverAuth,clientAuth\n" + names + "\n");
        openssl(pki, "req -newkey rsa:2048 -nodes -keyout " + name + ".key -out " + name + ".csr -subj " + subject);
        openssl(
                pki,
                "x509 -req -in " + name + ".csr -CA ca.crt -CAkey ca.key -CAcreateserial -out " + name
                        + ".crt -days 365 -extfile " + name + ".ext");
    }

    private static void openssl(Path pki, String arguments) throws IOException {
        Daemons.run(pki, Daemons.words("openssl " + arguments));
    }

    private String pki(String file) {
        try {
            return Base64.getEncoder()
                    .encodeToString(Files.readAllBytes(directory.resolve("pki").resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String kubeconfig(String user) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: it, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: %s, user: {client-certificate-data: %s, client-key-data: %s}}]
                contexts: [{name: %s, context: {cluster: it, user: %s}}]
                current-context: %s
                """.formatted(server(), pki("ca.crt"), user, pki(user + ".crt"), pki(user + ".key"), user, user, user);
    }

    private boolean succeeds(String... arguments) {
        try {
            kubectl(arguments);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// What kubectl says.
    public String kubectl(String... arguments) throws IOException {
        var command = Daemons.words(binary + " kubectl --kubeconfig=" + kubeconfig());
        command.addAll(List.of(arguments));
        return Daemons.run(directory, command);
    }

    /// Applies a manifest.
    public void apply(String manifest) throws IOException {
        var file = Files.createTempFile(directory, "apply", ".yaml");
        Files.writeString(file, manifest, StandardCharsets.UTF_8);
        kubectl("apply", "-f", file.toString());
        Files.delete(file);
    }

    /// A namespace in which pods can be made at once.
    public void namespace(String name) throws IOException {
        kubectl("create", "namespace", name);
        Daemons.await(
                "the service account of namespace " + name,
                () -> succeeds("get", "serviceaccount", "default", "--namespace", name));
    }

    @Override
    public void close() {
        daemons.close();
        try {
            Daemons.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
