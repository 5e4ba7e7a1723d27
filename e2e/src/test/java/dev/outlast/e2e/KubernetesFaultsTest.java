package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubelet;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Jobs as pods on a real control plane, while it is away and while their controller stands still.
@Tag("kubernetes")
final class KubernetesFaultsTest {
    @TempDir
    private Path directory;

    static boolean canReplaceLeaders() {
        return LocalPostgres.isInstalled() && FakeNodes.isInstalled();
    }

    /// @param node by its host name
    private static String provider(String namespace, String node) {
        return """
                providers:
                  kubernetes:
                    kubeconfig: %s
                    namespace: %s
                    image: %s
                    node_selector:
                      kubernetes.io/hostname: %s
                """.formatted(LocalKubernetes.shared().kubeconfig(), namespace, LocalKubelet.IMAGE, node);
    }

    private static String job(String run) {
        return "name: pods\nresources: {infra: k8s, cpus: 0.1+, memory: 0.1+}\nrun: |\n" + run.indent(2);
    }

    /// `-Doutage=60` for a long one.
    @Test
    @EnabledIf("dev.outlast.testkit.kubernetes.LocalKubelet#isInstalled")
    void whileTheApiServerIsAwayJobsRunAndNoAttemptIsLost() throws Exception {
        var away = Integer.getInteger("outage", 15);
        var node = LocalKubelet.shared();
        var cluster = node.cluster();
        cluster.namespace("outage");
        try (var controller = new Controller(directory.resolve("c"))
                .configured(provider("outage", LocalKubelet.NODE))
                .start()) {
            var job = controller
                    .door()
                    .submit(job("i=0; while [ ! -e ~/enough ]; do echo $i; i=$((i + 1)); sleep 0.5; done"));
            controller.awaitStatus(job, "RUNNING");
            await("it prints")
                    .atMost(Controller.LONG)
                    .until(() -> !controller
                            .door()
                            .get("/v1/jobs/" + job + "/logs")
                            .text()
                            .isEmpty());
            var before = running(node);

            cluster.killServer();
            for (int second = 0; second < away; second++) {
                TimeUnit.SECONDS.sleep(1);
                assertThat(controller.door().status(job)).isEqualTo("RUNNING");
            }
            cluster.startServer();

            assertThat(running(node)).as("nobody touched its containers").containsAll(before);
            var pod = cluster.kubectl("get", "pods", "--namespace", "outage", "-o", "name")
                    .strip();
            cluster.kubectl("exec", "--namespace", "outage", pod, "--", "touch", "/outlast/own/home/enough");
            controller.awaitStatus(job, "SUCCEEDED");
            assertThat(controller.door().job(job).path("recovery_count").asInt())
                    .isZero();
            var lines = controller.door().logText(job, 0, 1).lines().toList();
            assertThat(lines)
                    .hasSizeGreaterThan(away)
                    .isEqualTo(IntStream.range(0, lines.size())
                            .mapToObj(Integer::toString)
                            .toList());
        } finally {
            cluster.kubectl("delete", "namespace", "outage", "--wait=false");
        }
    }

    /// By name and process.
    private static Set<String> running(LocalKubelet node) throws IOException {
        return node.ctr("tasks", "list")
                .lines()
                .filter(line -> line.contains("RUNNING"))
                .collect(Collectors.toSet());
    }

    @Test
    @EnabledIf("canReplaceLeaders")
    void whatALeaderMadeBeforeItStoodStillItDoesNotActivateAfterAnotherLed() throws Exception {
        var cluster = LocalKubernetes.shared();
        cluster.namespace("still");
        try (var nodes = FakeNodes.start(cluster);
                var gatekeeper = new Gatekeeper(cluster, "still");
                var several = new Several(directory, 2, "2s", Map.of(), provider("still", "still"))) {
            nodes.add("still", Map.of(), "", Map.of("cpu", "8", "memory", "32Gi"));
            several.startAll();
            var old = several.awaitLeader();
            var oldEpoch = epoch(several.at(old));
            // One with a secret, for which the activation makes one before it opens the gate.
            var job = several.at(old).door().submit(job("true") + "secrets: {KEY: hush}\n");
            assertThat(gatekeeper.awaitVisitor()).isTrue();
            assertThat(pods(cluster, "{.spec.schedulingGates[0].name}")).isEqualTo("outlast.dev/activate");

            several.freeze(old);
            gatekeeper.letIn();

            var successor = several.awaitLeader(Set.of(old));
            several.at(successor).awaitStatus(job, "RUNNING");
            var activated = pods(cluster, "{.metadata.uid} {.metadata.annotations.outlast\\.dev/epoch}");
            assertThat(activated).endsWith(" " + epoch(several.at(successor))).doesNotEndWith(" " + oldEpoch);

            several.thaw(old);
            assertThat(several.at(old).awaitExit()).as("it was replaced").isEqualTo(70);
            assertThat(pods(cluster, "{.metadata.uid} {.metadata.annotations.outlast\\.dev/epoch}"))
                    .as("one pod, and that of the successor")
                    .isEqualTo(activated);
            assertThat(several.at(successor).door().status(job)).isEqualTo("RUNNING");

            several.at(successor).door().cancel(job);
            several.at(successor).awaitStatus(job, "CANCELLED");
            await("no pod is left")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> pods(cluster, "{.metadata.uid}").isEmpty());
        } finally {
            cluster.kubectl("delete", "node", "still", "--wait=false", "--ignore-not-found");
            cluster.kubectl("delete", "namespace", "still", "--wait=false");
        }
    }

    private static long epoch(Controller controller) {
        return controller.door().get("/v1/status").ok().json().path("epoch").asLong();
    }

    /// A field of every pod there is.
    private static String pods(LocalKubernetes cluster, String field) throws IOException {
        return cluster.kubectl(
                        "get", "pods", "--namespace", "still", "-o", "jsonpath={range .items[*]}" + field + "{end}")
                .strip();
    }
}
