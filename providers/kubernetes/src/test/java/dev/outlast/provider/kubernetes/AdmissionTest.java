package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/// What the admission of a real API server does to our pods: it refuses them, adds to them, or takes from them what we
/// stand on. Each rule holds in the namespace of its test alone.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class AdmissionTest {
    private static final List<FakeNodes> SIMULATORS = new ArrayList<>();

    private final KubeBench bench = new KubeBench(LocalKubernetes.shared(), Map.of("node_selector.pool", "admission"));

    @BeforeAll
    static void startSimulator() throws IOException {
        SIMULATORS.add(FakeNodes.start(LocalKubernetes.shared()));
        SIMULATORS.getFirst().add("admission", Map.of("pool", "admission"), "", Map.of("cpu", "8", "memory", "32Gi"));
    }

    @AfterAll
    static void stopSimulators() throws IOException {
        LocalKubernetes.shared().kubectl("delete", "node", "admission", "--wait=false");
        SIMULATORS.forEach(FakeNodes::close);
    }

    @BeforeEach
    void open() {
        assertThat(bench.launcher().capabilities()).isNotEmpty();
    }

    @AfterEach
    void close() throws IOException {
        bench.cluster()
                .kubectl(
                        "delete",
                        "mutatingadmissionpolicies,mutatingadmissionpolicybindings,validatingadmissionpolicies,"
                                + "validatingadmissionpolicybindings",
                        "--all");
        bench.close();
    }

    private void limits(String items) throws IOException {
        bench.cluster().apply("""
                apiVersion: v1
                kind: LimitRange
                metadata: {name: l, namespace: %s}
                spec: {limits: [%s]}
                """.formatted(bench.namespace(), items));
    }

    /// @param kind `Mutating` or `Validating`
    /// @param rule what the policy's specification has beside whom it is for
    private void policy(String kind, String rule) throws IOException {
        bench.cluster().apply("""
                apiVersion: admissionregistration.k8s.io/v1
                kind: %1$sAdmissionPolicy
                metadata: {name: %2$s}
                spec:
                  failurePolicy: Fail
                  matchConstraints:
                    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: %2$s}}
                    resourceRules:
                    - {apiGroups: [""], apiVersions: [v1], operations: [CREATE], resources: [pods]}
                %3$s
                ---
                apiVersion: admissionregistration.k8s.io/v1
                kind: %1$sAdmissionPolicyBinding
                metadata: {name: %2$s}
                spec: {policyName: %2$s%4$s}
                """.formatted(
                        kind,
                        bench.namespace(),
                        rule.indent(2),
                        kind.equals("Validating") ? ", validationActions: [Deny]" : ""));
        // The API server hears of a policy by a watch of its own.
        bench.await("the policy acts", () -> acts(kind));
    }

    private boolean acts(String kind) {
        try {
            var said = bench.probe();
            return kind.equals("Mutating") && said.contains("touched");
        } catch (RuntimeException refused) {
            return kind.equals("Validating")
                    && String.valueOf(refused.getMessage()).contains("the house wants");
        }
    }

    private static String mutation(String patches) {
        return """
                reinvocationPolicy: Never
                mutations:
                - patchType: JSONPatch
                  jsonPatch:
                    expression: >-
                      [JSONPatch{op: "add", path: "/metadata/labels/touched", value: "yes"}%s]
                """.formatted(patches.isEmpty() ? "" : ", " + patches);
    }

    private LauncherException refused(int nodes) throws LauncherException {
        var request = bench.request(KubeBench.token(1), bench.demand(nodes), nodes);
        var refused = catchThrowableOfType(
                LauncherException.class, () -> bench.launcher().launch(request));
        assertThat(refused).isNotNull();
        assertThat(refused.certainty()).isEqualTo(Certainty.CERTAINLY_NOT_DONE);
        bench.await(
                "nothing is left of it",
                () -> bench.leftovers(KubeBench.token(1)).isEmpty());
        return refused;
    }

    private void runs() throws LauncherException {
        var token = KubeBench.token(2);
        var handle = bench.start(token, 1, KubeBench.shell(token, 1, "", "sleep 1000"));
        bench.awaitRunning(handle);
    }

    @Test
    void aLimitRangeThatAddsALimitDoesNoHarm() throws Exception {
        limits("{type: Container, default: {cpu: \"1\"}, defaultRequest: {cpu: 500m}}");

        runs();

        assertThat(bench.kubectl("get", "pods", "-o", "jsonpath={.items[0].spec.containers[0].resources}"))
                .contains("\"limits\":{\"cpu\":\"1\"")
                .contains("\"requests\":{\"cpu\":\"50m\"");
    }

    @Test
    void aLimitRangeBelowWhatIsAskedForIsNamed() throws Exception {
        limits("{type: Container, default: {cpu: 10m}, defaultRequest: {cpu: 10m}}");
        assertThat(refused(1)).hasMessageContaining("LimitRange").hasMessageContaining("resources.cpus");

        bench.kubectl("delete", "limitrange", "l");
        limits("{type: Pod, max: {memory: 10Mi}}");
        bench.await("it counts", () -> bench.kubectl("get", "limitrange", "l").contains("l"));
        var refused = refused(1);
        assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
        assertThat(refused)
                .hasMessageContaining("maximum memory usage per Pod")
                .hasMessageContaining("resources.memory");
    }

    @Test
    void aPolicyThatRefusesIsToldInItsOwnWords() throws Exception {
        policy("Validating", """
                validations:
                - expression: "'team' in object.metadata.labels"
                  message: the house wants a label team
                """);

        var refused = refused(1);

        assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
        assertThat(refused).hasMessageContaining("the house wants a label team").hasMessageContaining("pod_config");
        var labelled = new KubeBench(
                bench.cluster(),
                Map.of("node_selector.pool", "admission", "namespace", bench.namespace(), "labels.team", "a"));
        try {
            var request = labelled.request(KubeBench.token(3), labelled.demand(1), 1);
            labelled.launcher().release(labelled.launcher().launch(request));
        } finally {
            labelled.close();
        }
    }

    @Test
    void whatAdmissionAddsDoesNoHarm() throws Exception {
        policy("Mutating", mutation("JSONPatch{op: \"add\", path: \"/metadata/labels/added\", value: \"too\"}"));

        runs();

        assertThat(bench.kubectl("get", "pods", "-o", "jsonpath={.items[0].metadata}"))
                .contains("\"touched\":\"yes\"")
                .contains("\"added\":\"too\"");
    }

    @Test
    void whoeverTakesTheGateAwayIsNamedAndNothingIsLeft() throws Exception {
        policy("Mutating", mutation("JSONPatch{op: \"remove\", path: \"/spec/schedulingGates\"}"));

        var refused = refused(1);

        assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
        assertThat(refused).hasMessageContaining("spec.schedulingGates has lost outlast.dev/activate");
    }

    @Test
    void whoeverTakesRoomAwayIsNamed() throws Exception {
        policy(
                "Mutating",
                mutation(
                        "JSONPatch{op: \"replace\", path: \"/spec/containers/0/resources/requests/cpu\", value: \"1m\"}"));

        assertThat(refused(2)).hasMessageContaining("resources.requests.cpu is 1m and not the 50m");
    }

    @Test
    void aGangThatTheQuotaLetsInByHalfLeavesNothing() throws Exception {
        bench.cluster().apply("""
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: q, namespace: %s}
                spec: {hard: {pods: "1"}}
                """.formatted(bench.namespace()));
        bench.await(
                "the quota is counted",
                () -> bench.kubectl("get", "resourcequota", "q", "-o", "jsonpath={.status.used}")
                        .contains("pods"));

        var refused = refused(3);

        assertThat(refused.fault()).isEqualTo(Fault.QUOTA);
        assertThat(refused).hasMessageContaining("exceeded quota").hasMessageContaining("raise that ResourceQuota");
    }
}
