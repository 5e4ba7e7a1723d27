package dev.outlast.e2e.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The chart with the image, installed on a real cluster: one of two leads by the Lease, an upgrade and a lost leader
/// go
/// by, and nothing is left at the end but what is documented.
@Tag("kubernetes")
class InstalledTest {
    private static final String SPACE = "outlast-system";
    private static final Duration LONG = Duration.ofMinutes(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void oneOfTwoLeadsAndAnotherWhenItsPodIsGone() throws IOException {
        Node.assumeThere();
        Tools.helm();
        assumeTrue(LocalPostgres.isInstalled(), "apt install postgresql");
        Node.archive();
        var network = Node.freeNetwork();
        try (var postgres = LocalPostgres.start("fsync=off");
                var plane = ControlPlane.start(directory, network + ".1");
                var _ = Node.start(plane, network);
                var api = new Forward(network + ".1", plane.port());
                var database = new Forward(network + ".1", postgres.port())) {
            prepare(postgres, plane);
            var install = settings(network + ".1", api.port(), database.port());
            helm(plane, "install", install);
            var first = leader(plane);
            var pods = pods(plane);
            assertThat(pods).hasSize(2).contains(first);

            // What only the leader can do, asked of the other one.
            var standby =
                    pods.stream().filter(pod -> !pod.equals(first)).findFirst().orElseThrow();
            inside(plane, standby, "outlast", "token", "create", "--user", "ann", "--role", "user");
            assertThat(inside(plane, first, "outlast", "token", "list")).contains("ann@");
            assertThat(inside(plane, standby, "stat", "-c", "%a", "/run/outlast/db-password"))
                    .isEqualTo("600");

            helm(plane, "upgrade", install, "--set", "config.limits.total=7");
            var upgraded = pods(plane);
            assertThat(upgraded).hasSize(2).doesNotContainAnyElementsOf(pods);
            assertThat(inside(plane, upgraded.getFirst(), "cat", "/var/lib/outlast/home/config.yaml"))
                    .contains("total: 7");

            var second = leader(plane);
            assertThat(upgraded).contains(second);
            plane.kubectl("-n", SPACE, "delete", "pod", second, "--grace-period=0", "--force")
                    .well();
            plane.eventually(
                    LONG,
                    () -> !holder(plane).startsWith(second + " ")
                            && !holder(plane).isEmpty());
            plane.kubectl("-n", SPACE, "rollout", "status", "deployment/outlast", "--timeout=180s")
                    .well();
            assertThat(inside(plane, leader(plane), "outlast", "token", "list")).contains("ann@");

            plane.helm("uninstall", "outlast", "--namespace", SPACE, "--wait", "--timeout", "3m")
                    .well();
            plane.eventually(LONG, () -> left(plane).isEmpty());
            assertThat(plane.kubectl("-n", SPACE, "get", "secret", "outlast", "-o", "name")
                            .well())
                    .isEqualTo("secret/outlast");
        }
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

    private static void prepare(LocalPostgres postgres, ControlPlane plane) throws IOException {
        postgres.sql("postgres", "CREATE ROLE outlast LOGIN PASSWORD 'quite secret'");
        postgres.sql("postgres", "CREATE DATABASE outlast OWNER outlast TEMPLATE template0 ENCODING UTF8");
        postgres.access("host all postgres 127.0.0.1/32 trust", "host all outlast 127.0.0.1/32 scram-sha-256");
        plane.restrictedNamespace(SPACE);
        var key = new byte[32];
        new SecureRandom().nextBytes(key);
        plane.kubectl(
                        "-n",
                        SPACE,
                        "create",
                        "secret",
                        "generic",
                        "outlast",
                        "--from-literal=db-password=quite secret",
                        "--from-literal=secrets.key=" + Base64.getEncoder().encodeToString(key))
                .well();
    }

    /// There are no Services on this network: the API server is where the bridge forwards it.
    private static List<String> settings(String address, int api, int database) {
        return List.of(
                "--set",
                "image.repository=" + Node.REPOSITORY,
                "--set",
                "image.pullPolicy=Never",
                "--set",
                "existingSecret=outlast",
                "--set",
                "postgres.url=jdbc:postgresql://" + address + ":" + database + "/outlast",
                "--set",
                "extraEnv[0].name=KUBERNETES_SERVICE_HOST,extraEnv[0].value=" + address,
                "--set-string",
                "extraEnv[1].name=KUBERNETES_SERVICE_PORT,extraEnv[1].value=" + api,
                "--set-string",
                "extraEnv[2].name=KUBERNETES_SERVICE_PORT_HTTPS,extraEnv[2].value=" + api,
                "--set",
                "leadership.duration=6s,leadership.renewDeadline=4s,leadership.retry=1s",
                "--set",
                "resources.requests.cpu=50m,resources.requests.memory=256Mi");
    }

    private static void helm(ControlPlane plane, String verb, List<String> settings, String... more) {
        var arguments = new ArrayList<>(
                List.of(verb, "outlast", Tools.CHART + "", "--namespace", SPACE, "--wait", "--timeout", "4m"));
        arguments.addAll(settings);
        arguments.addAll(List.of(more));
        var said = plane.helm(arguments.toArray(String[]::new));
        assertThat(said.code()).as(() -> said.out() + "\n" + plane.story(SPACE)).isZero();
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
