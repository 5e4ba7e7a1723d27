package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The chart with the image, installed on a real cluster by the commands of docs/kubernetes.md: one of two leads by the
/// Lease, a job loses its pod and ends well, an upgrade and a lost leader go by, and nothing is left at the end.
@Tag("kubernetes")
class InstalledTest {
    private static final String SPACE = "outlast";
    private static final String UPLOAD = """
            mkdir up
            cp count.yaml up/
            outlast launch -y --infra k8s --cpus 0.1+ --memory 0.1+ --workdir up 'grep -q count count.yaml && echo "found its file"'
            """;
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void everyCommandOfThePageWorksAndALostLeaderIsNoticedByNobody() throws IOException {
        Node.assumeThere();
        Tools.helm();
        assumeTrue(LocalPostgres.isInstalled(), "apt install postgresql");
        Node.archive();
        var network = Node.freeNetwork();
        try (var postgres = LocalPostgres.start("fsync=off");
                var plane = ControlPlane.start(directory, network + ".1");
                var _ = Node.start(plane, network);
                var api = new Forward(network + ".1", plane.port());
                var database = new Forward(network + ".1", postgres.port());
                var page = page(plane, network + ".1", api.port())) {
            assertThat(page.sections())
                    .as("The image is what the node has: Node.archive() has run the first command, as far as needed")
                    .containsExactly(
                            "The image",
                            "The namespace and its secrets",
                            "The chart",
                            "Jobs in this very cluster",
                            "A job that comes back",
                            "Upgrade",
                            "Remove");
            page.put("jdbc:postgresql://db.example/outlast?sslmode=verify-full", url(network + ".1", database.port()));
            page.put("$DB_PASSWORD", "quite secret");
            page.put("registry.example/outlast", Node.REPOSITORY);
            page.put("image.tag=NEW", "image.tag=" + Node.version());
            prepare(postgres);

            page.run("The namespace and its secrets");
            plane.apply(ChartTest.RESOURCES.resolve("shared.yaml"), Map.of("PATH", shared()));
            assertThat(page.run("The chart")).contains(podOf(holder(plane)));
            oneLeadsAndTheOtherAsksIt(plane);

            assertThat(page.run("Jobs in this very cluster"))
                    .contains("context in-cluster")
                    .doesNotContain("missing rights");
            assertThat(page.run("A job that comes back"))
                    .containsSubsequence("attempt 1 of ", "attempt 2 of ", "RECOVERING", "SUCCEEDED");
            assertThat(page.run("An upload", UPLOAD)).as("by exec into the pod").contains("found its file");

            aLostLeaderIsFollowed(plane);
            var before = pods(plane);
            page.run("Upgrade");
            assertThat(before).as("the same version: nothing to do").isEqualTo(pods(plane));

            page.run("Remove");
            plane.eventually(LONG, () -> left(plane).isEmpty());
            assertThat(plane.kubectl("-n", "jobs", "get", "pods,secrets,services", "-o", "name")
                            .well())
                    .doesNotContain("/outlast-");
        }
    }

    private Page page(ControlPlane plane, String address, int api) throws IOException {
        // There are no Services on this network: the API server is where the bridge forwards it.
        var install = """
                image: {pullPolicy: Never}
                leadership: {duration: 6s, renewDeadline: 4s, retry: 1s}
                resources: {requests: {cpu: 50m, memory: 256Mi}}
                extraEnv:
                  - {name: KUBERNETES_SERVICE_HOST, value: "%1$s"}
                  - {name: KUBERNETES_SERVICE_PORT, value: "%2$d"}
                  - {name: KUBERNETES_SERVICE_PORT_HTTPS, value: "%2$d"}
                """.formatted(address, api);
        var upgrade = "config: {providers: {kubernetes: {image: \"" + Node.IMAGE + "\"}}}\n";
        return new Page(plane, Files.createDirectories(directory.resolve("page")), install, upgrade);
    }

    private static String url(String address, int port) {
        return "jdbc:postgresql://" + address + ":" + port + "/outlast";
    }

    /// A directory that pods of any user may write, as a volume.
    private String shared() throws IOException {
        var shared = Files.createDirectories(directory.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        return shared.toString();
    }

    private static void oneLeadsAndTheOtherAsksIt(ControlPlane plane) {
        var first = leader(plane);
        var pods = pods(plane);
        assertThat(pods).hasSize(2).contains(first);
        // What only the leader can do, asked of the other one.
        var standby =
                pods.stream().filter(pod -> !pod.equals(first)).findFirst().orElseThrow();
        inside(plane, standby, "outlast", "token", "create", "--user", "bob", "--role", "user");
        assertThat(inside(plane, first, "outlast", "token", "list")).contains("ann@", "bob@");
        assertThat(inside(plane, standby, "stat", "-c", "%a", "/run/outlast/db-password"))
                .isEqualTo("600");
    }

    private static void aLostLeaderIsFollowed(ControlPlane plane) {
        var second = leader(plane);
        plane.kubectl("-n", SPACE, "delete", "pod", second, "--grace-period=0", "--force")
                .well();
        plane.eventually(
                LONG,
                () -> !holder(plane).startsWith(second + " ") && !holder(plane).isEmpty());
        plane.kubectl("-n", SPACE, "rollout", "status", "deployment/outlast", "--timeout=180s")
                .well();
        assertThat(inside(plane, leader(plane), "outlast", "status", "1")).contains("count", "SUCCEEDED");
    }

    /// Pods take a moment to end in order.
    private static String left(ControlPlane plane) {
        var left = plane.kubectl(
                        "get",
                        "all,lease,configmap,serviceaccount,role,rolebinding,clusterrole,clusterrolebinding,"
                                + "networkpolicy,poddisruptionbudget,endpointslice",
                        "--all-namespaces",
                        "--selector=app.kubernetes.io/instance=outlast",
                        "--output=name")
                .well();
        return left.startsWith("No resources found") ? "" : left;
    }

    private static void prepare(LocalPostgres postgres) throws IOException {
        postgres.sql("postgres", "CREATE ROLE outlast LOGIN PASSWORD 'quite secret'");
        postgres.sql("postgres", "CREATE DATABASE outlast OWNER outlast TEMPLATE template0 ENCODING UTF8");
        postgres.access("host all postgres 127.0.0.1/32 trust", "host all outlast 127.0.0.1/32 scram-sha-256");
    }

    private static String holder(ControlPlane plane) {
        return plane.kubectl("-n", SPACE, "get", "lease", "outlast", "-o", "jsonpath={.spec.holderIdentity}")
                .out()
                .strip();
    }

    /// The pod that the Lease names, once it is one that is there.
    private static String leader(ControlPlane plane) {
        plane.eventually(LONG, () -> pods(plane).contains(podOf(holder(plane))));
        return podOf(holder(plane));
    }

    private static String podOf(String holder) {
        return holder.substring(0, Math.max(0, holder.indexOf(' ')));
    }

    /// Those that are not being ended.
    private static List<String> pods(ControlPlane plane) {
        return plane.kubectl(
                        "-n",
                        SPACE,
                        "get",
                        "pods",
                        "--selector=app.kubernetes.io/instance=outlast",
                        "-o",
                        "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}{{.metadata.name}} {{end}}{{end}}")
                .well()
                .lines()
                .flatMap(line -> List.of(line.strip().split(" ", -1)).stream())
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static String inside(ControlPlane plane, String pod, String... command) {
        var whole = new ArrayList<>(List.of("-n", SPACE, "exec", pod, "--"));
        whole.addAll(List.of(command));
        return plane.kubectl(whole.toArray(String[]::new)).well();
    }
}
