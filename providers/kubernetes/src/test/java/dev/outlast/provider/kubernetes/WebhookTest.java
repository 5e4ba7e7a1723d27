package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A webhook server of the house between us and a real API server: it adds to our pods, takes from them, refuses them,
/// or is not there. It is asked about the pods of its test's namespace alone.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class WebhookTest {
    private static final List<FakeNodes> SIMULATORS = new ArrayList<>();
    private static final Token TOKEN = KubeBench.token(1);

    private final KubeBench bench = new KubeBench(LocalKubernetes.shared(), Map.of("node_selector.pool", "webhook"));
    private final List<WebhookServer> houses = new ArrayList<>();

    @TempDir
    private Path directory;

    @BeforeAll
    static void startSimulator() throws IOException {
        SIMULATORS.add(FakeNodes.start(LocalKubernetes.shared()));
        SIMULATORS.getFirst().add("webhook", Map.of("pool", "webhook"), "", Map.of("cpu", "8", "memory", "32Gi"));
    }

    @AfterAll
    static void stopSimulators() throws IOException {
        LocalKubernetes.shared().kubectl("delete", "node", "webhook", "--wait=false");
        SIMULATORS.forEach(FakeNodes::close);
    }

    @BeforeEach
    void open() throws Exception {
        houses.add(new WebhookServer(directory));
    }

    @AfterEach
    void close() throws IOException {
        bench.cluster()
                .kubectl(
                        "delete",
                        "mutatingwebhookconfigurations,validatingwebhookconfigurations",
                        bench.namespace(),
                        "--ignore-not-found");
        houses.forEach(WebhookServer::close);
        bench.close();
    }

    private WebhookServer house() {
        return houses.getFirst();
    }

    /// @param kind `Mutating` or `Validating`
    private void register(String kind) throws IOException {
        bench.cluster().apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: %sWebhookConfiguration
                metadata: {name: %2$s}
                webhooks:
                - name: house.outlast.test
                  clientConfig: %3$s
                  rules: [{apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}]
                  namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
                  admissionReviewVersions: [v1]
                  sideEffects: None
                  failurePolicy: Fail
                  timeoutSeconds: 2
                """.formatted(kind, bench.namespace(), house().clientConfig()));
        // The API server hears of it by a watch of its own.
        bench.await("it is asked", () -> {
            bench.probe();
            return house().asked() > 0;
        });
    }

    private ClusterRequest request(int nodes) throws LauncherException {
        return bench.request(TOKEN, bench.demand(nodes), nodes);
    }

    /// It was certainly not done, and nothing is left of it.
    private LauncherException refused(Fault fault, ClusterRequest request) {
        var refused = catchThrowableOfType(
                LauncherException.class, () -> bench.launcher().launch(request));
        assertThat(refused).isNotNull();
        assertThat(refused.certainty()).as(refused.getMessage()).isEqualTo(Certainty.CERTAINLY_NOT_DONE);
        assertThat(refused.fault()).as(refused.getMessage()).isEqualTo(fault);
        bench.await(
                "nothing is left of it", () -> bench.leftovers(request.token()).isEmpty());
        return refused;
    }

    private static boolean isRank(JsonNode pod, int rank) {
        return pod.at("/metadata/name").asText().equals(Keys.pod(TOKEN, rank));
    }

    @Test
    void whatItAddsIsLetBe() throws Exception {
        register("Mutating");
        house().says(_ -> WebhookServer.patched("""
                [{"op": "replace", "path": "/spec/containers/0/image", "value": "mirror.house/outlast/job:1"},
                 {"op": "add", "path": "/spec/containers/0", "value": {"name": "mesh", "image": "house/mesh:1",
                  "securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}},
                 {"op": "add", "path": "/metadata/labels/house.example~1team", "value": "a"},
                 {"op": "add", "path": "/metadata/annotations/house.example~1by", "value": "webhook"}]
                """));

        var handle = bench.start(TOKEN, 1, KubeBench.shell(TOKEN, 1, "", "sleep 1000"));
        bench.awaitRunning(handle);

        assertThat(pod("{.spec.containers[*].image}")).isEqualTo("house/mesh:1 mirror.house/outlast/job:1");
        assertThat(pod("{.metadata}"))
                .contains("\"house.example/team\":\"a\"")
                .contains("\"house.example/by\":\"webhook\"");

        // A side car does not end with the job.
        bench.kubectl("patch", "pod", Keys.pod(TOKEN, 0), "--subresource=status", "--type=merge", "-p", """
                {"status": {"containerStatuses": [
                  {"name": "mesh", "image": "a", "imageID": "a", "ready": true, "restartCount": 0,
                   "state": {"running": {"startedAt": "2026-01-01T00:00:00Z"}}},
                  {"name": "job", "image": "b", "imageID": "b", "ready": false, "restartCount": 0,
                   "state": {"terminated": {"exitCode": 0, "reason": "Completed",
                     "startedAt": "2026-01-01T00:00:00Z", "finishedAt": "2026-01-01T00:00:01Z"}}}]}}
                """);
        bench.await("its end is seen", () -> bench.isAll(handle, new Phase.Exited(false, 0, false)::equals));
        bench.launcher().release(handle);
        bench.await("it went", () -> bench.leftovers(TOKEN).isEmpty());
    }

    private String pod(String path) {
        return bench.kubectl("get", "pod", Keys.pod(TOKEN, 0), "-o", "jsonpath=" + path);
    }

    @Test
    void aGateOfTheHouseIsLeftToTheHouse() throws Exception {
        register("Mutating");
        house().says(_ -> WebhookServer.patched("""
                [{"op": "add", "path": "/spec/schedulingGates/0", "value": {"name": "house.example/checked"}}]
                """));

        var handle = bench.start(TOKEN, 1, KubeBench.shell(TOKEN, 1, "", "sleep 1000"));
        assertThat(pod("{.spec.schedulingGates[*].name}")).isEqualTo("house.example/checked");
        assertThat(bench.isAll(handle, Phase.InRun.class::isInstance)).isFalse();

        bench.kubectl("patch", "pod", Keys.pod(TOKEN, 0), "--type=json", "-p", """
                [{"op": "remove", "path": "/spec/schedulingGates/0"}]
                """);
        bench.awaitRunning(handle);
    }

    @Test
    void anOwnerOfTheHouseIsNotTakenForTheFirstPod() throws Exception {
        bench.kubectl("create", "configmap", "house");
        var owner = bench.kubectl("get", "configmap", "house", "-o", "jsonpath={.metadata.uid}");
        register("Mutating");
        house().says(pod -> WebhookServer.patched("""
                [{"op": "add", "path": "/metadata/ownerReferences%s", "value": %s}]
                """.formatted(
                        pod.at("/metadata/ownerReferences").isEmpty() ? "" : "/0",
                        (pod.at("/metadata/ownerReferences").isEmpty() ? "[%s]" : "%s")
                                .formatted("{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"name\": \"house\","
                                        + " \"uid\": \"" + owner + "\"}"))));

        var handle = bench.start(TOKEN, 2, KubeBench.shell(TOKEN, 2, "", "sleep 1000"));
        bench.awaitRunning(handle);

        assertThat(bench.launcher().owned())
                .as("it is found again")
                .extracting(OwnedResource::handle)
                .contains(handle);
        bench.launcher().release(handle);
        bench.await("it went", () -> bench.leftovers(TOKEN).isEmpty());
    }

    @Test
    void whoTakesTheGateAwayIsNamed() throws Exception {
        register("Mutating");
        var ungated = WebhookServer.patched("""
                [{"op": "remove", "path": "/spec/schedulingGates"}]
                """);
        house().says(_ -> ungated);

        assertThat(refused(Fault.CONFIG, request(1)))
                .hasMessageContaining("spec.schedulingGates has lost outlast.dev/activate")
                .hasMessageContaining("leave pods with the label outlast.dev/installation");

        house().says(pod -> isRank(pod, 2) ? ungated : WebhookServer.allowed());
        assertThat(refused(Fault.CONFIG, request(3)))
                .hasMessageContaining("pod " + Keys.pod(TOKEN, 2) + ": spec.schedulingGates has lost");
    }

    @Test
    void whatItRefusesIsToldInItsOwnWords() throws Exception {
        register("Validating");
        house().says(_ -> WebhookServer.denied(403, "jobs here name their team"));

        assertThat(refused(Fault.CONFIG, request(1)))
                .hasMessageContaining("denied the request: jobs here name their team")
                .hasMessageContaining("providers.kubernetes.contexts.admin.pod_config, labels and annotations");

        // What is said when none is set.
        house().says(_ -> Map.of("allowed", false));
        assertThat(refused(Fault.CONFIG, request(1))).hasMessageContaining("denied the request");

        house().says(_ -> WebhookServer.denied(500, "the house cannot read its rules"));
        assertThat(refused(Fault.PROVIDER, request(1)))
                .hasMessageContaining("the house cannot read its rules")
                .hasMessageContaining("it is tried again");
    }

    @Test
    void whoRefusesOnePodRefusesTheGang() throws Exception {
        register("Validating");
        house().says(pod -> isRank(pod, 1) ? WebhookServer.denied(403, "one is enough") : WebhookServer.allowed());

        assertThat(refused(Fault.CONFIG, request(3)))
                .hasMessageContaining("make pod " + Keys.pod(TOKEN, 1))
                .hasMessageContaining("one is enough");
    }

    @Test
    void whoDoesNotAnswerIsAskedAgain() throws Exception {
        register("Validating");
        var request = request(2);

        house().stop();
        assertThat(refused(Fault.PROVIDER, request))
                .hasMessageContaining("connection refused")
                .hasMessageContaining("does not answer; it is tried again");

        house().start();
        var asleep = new CountDownLatch(1);
        house().says(pod -> {
            if (isRank(pod, 1)) {
                asleep.await();
            }
            return WebhookServer.allowed();
        });
        assertThat(refused(Fault.PROVIDER, request)).hasMessageContaining("does not answer; it is tried again");
        asleep.countDown();

        house().says(_ -> WebhookServer.allowed());
        var handle = bench.launcher().launch(request);
        bench.launcher().activate(handle, KubeBench.shell(TOKEN, 1, "", "sleep 1000"));
        bench.awaitRunning(handle);
    }
}
