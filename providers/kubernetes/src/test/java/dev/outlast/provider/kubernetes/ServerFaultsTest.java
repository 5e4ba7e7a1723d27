package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// A real API server that no longer knows us, turns us away because it has too much to do, or has forgotten the past:
/// nothing is concluded from it, and all goes on afterwards. Here the launcher is a service account with the Role of
/// the documentation.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class ServerFaultsTest {
    private static final List<FakeNodes> SIMULATORS = new ArrayList<>();

    private final LocalKubernetes cluster = LocalKubernetes.shared();

    @TempDir
    private Path directory;

    private final AtomicLong jobs = new AtomicLong(100);
    private final List<KubeBench> benches = new ArrayList<>();

    @BeforeAll
    static void startSimulator() throws IOException {
        SIMULATORS.add(FakeNodes.start(LocalKubernetes.shared()));
        SIMULATORS.getFirst().add("faults", Map.of("pool", "faults"), "", Map.of("cpu", "8", "memory", "32Gi"));
    }

    @AfterAll
    static void stopSimulators() throws IOException {
        LocalKubernetes.shared().kubectl("delete", "node", "faults", "--wait=false");
        SIMULATORS.forEach(FakeNodes::close);
    }

    @AfterEach
    void close() {
        benches.forEach(KubeBench::close);
    }

    private Path kubeconfig() {
        return directory.resolve("kubeconfig");
    }

    /// A bench whose launcher is the account `robot` of its namespace.
    private KubeBench bench() throws IOException {
        Files.copy(cluster.kubeconfig(), kubeconfig());
        var bench = new KubeBench(
                cluster,
                Map.of(
                        "node_selector.pool",
                        "faults",
                        "kubeconfig",
                        kubeconfig().toString()));
        benches.add(bench);
        cluster.apply("""
                apiVersion: v1
                kind: ServiceAccount
                metadata: {name: robot, namespace: %1$s}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: Role
                metadata: {name: robot, namespace: %1$s}
                rules:
                - {apiGroups: [""], resources: [pods], verbs: [create, get, list, watch, patch, delete]}
                - {apiGroups: [""], resources: [pods/log], verbs: [get]}
                - {apiGroups: [""], resources: [secrets], verbs: [create, get, update]}
                - {apiGroups: [""], resources: [configmaps], verbs: [create, get, list, watch, patch, delete]}
                - {apiGroups: [""], resources: [services], verbs: [create]}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: RoleBinding
                metadata: {name: robot, namespace: %1$s}
                subjects: [{kind: ServiceAccount, name: robot, namespace: %1$s}]
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: robot}
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: robot-%1$s}
                rules: [{apiGroups: [""], resources: [nodes], verbs: [list, watch]}]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: robot-%1$s}
                subjects: [{kind: ServiceAccount, name: robot, namespace: %1$s}]
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: robot-%1$s}
                """.formatted(bench.namespace()));
        return bench;
    }

    /// A token that is worth nothing from the moment on when `secret` is deleted.
    private void takeToken(KubeBench bench, String secret) throws IOException {
        bench.kubectl("create", "secret", "generic", secret);
        var token = bench.kubectl(
                        "create", "token", "robot", "--bound-object-kind=Secret", "--bound-object-name=" + secret)
                .strip();
        Files.writeString(kubeconfig(), """
                apiVersion: v1
                kind: Config
                clusters: [{name: it, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: robot, user: {token: %s}}]
                contexts: [{name: admin, context: {cluster: it, user: robot}}]
                current-context: admin
                """.formatted(cluster.server(), cluster.authority(), token));
    }

    private static ClusterHandle started(KubeBench bench, long job) throws LauncherException {
        var token = KubeBench.token(job);
        var handle = bench.start(token, 1, KubeBench.shell(token, 1, "", "sleep 1000"));
        bench.awaitRunning(handle);
        return handle;
    }

    private static LauncherException refused(KubeBench bench, long job) throws LauncherException {
        var request = bench.request(KubeBench.token(job), bench.demand(1), 1);
        var refused = catchThrowableOfType(
                LauncherException.class, () -> bench.launcher().launch(request));
        assertThat(refused).isNotNull();
        assertThat(refused.fault()).isEqualTo(Fault.PROVIDER);
        assertThat(refused.certainty()).isEqualTo(Certainty.CERTAINLY_NOT_DONE);
        return refused;
    }

    @Test
    void anExpiredTokenIsNamedAndItsSuccessorIsFoundInTheFile() throws Exception {
        var bench = bench();
        takeToken(bench, "first");
        var handle = started(bench, 1);

        bench.kubectl("delete", "secret", "first");
        // Tokens that were good a moment ago are believed for ten seconds.
        bench.await("the server knows", () -> !isTaken(bench));
        assertThat(refused(bench, 2)).hasMessageContaining("Renew them in the kubeconfig");
        assertThat(bench.look(handle)).isNotInstanceOf(Observation.Gone.class);

        takeToken(bench, "second");
        bench.await("it is taken", () -> isTaken(bench));
        bench.awaitRunning(handle);
        bench.launcher().release(handle);
    }

    /// Whether another pod can be made; it is removed again.
    private boolean isTaken(KubeBench bench) {
        try {
            var request = bench.request(KubeBench.token(jobs.incrementAndGet()), bench.demand(1), 1);
            bench.launcher().release(bench.launcher().launch(request));
            return true;
        } catch (LauncherException notYet) {
            return false;
        }
    }

    @Test
    void whoIsTurnedAwayByPriorityAndFairnessComesAgain() throws Exception {
        var bench = bench();
        takeToken(bench, "only");
        var handle = started(bench, 1);

        cluster.apply("""
                apiVersion: flowcontrol.apiserver.k8s.io/v1
                kind: PriorityLevelConfiguration
                metadata: {name: nobody}
                spec: {type: Limited, limited: {nominalConcurrencyShares: 0, lendablePercent: 0, borrowingLimitPercent: 0, limitResponse: {type: Reject}}}
                ---
                apiVersion: flowcontrol.apiserver.k8s.io/v1
                kind: FlowSchema
                metadata: {name: nobody}
                spec:
                  priorityLevelConfiguration: {name: nobody}
                  matchingPrecedence: 2
                  rules:
                  - subjects: [{kind: ServiceAccount, serviceAccount: {name: robot, namespace: %s}}]
                    resourceRules: [{verbs: ["*"], apiGroups: ["*"], resources: ["*"], namespaces: ["*"], clusterScope: true}]
                """.formatted(bench.namespace()));
        try {
            // One request at a time is let through, so that those of a gang meet.
            var refused = new AtomicReference<LauncherException>();
            bench.await("turned away", () -> isTurnedAway(bench, refused));
            assertThat(refused.get().fault()).isEqualTo(Fault.PROVIDER);
            assertThat(refused.get().certainty()).isEqualTo(Certainty.CERTAINLY_NOT_DONE);
            assertThat(refused.get()).hasMessageContaining("again in");
            assertThat(bench.look(handle)).isNotInstanceOf(Observation.Gone.class);
        } finally {
            cluster.kubectl("delete", "flowschema,prioritylevelconfiguration", "nobody");
        }

        bench.await("it is taken", () -> isTaken(bench));
        assertThat(bench.look(handle)).isInstanceOf(Observation.Up.class);
        bench.launcher().release(handle);
    }

    private boolean isTurnedAway(KubeBench bench, AtomicReference<LauncherException> refused) {
        try {
            var request = bench.request(KubeBench.token(jobs.incrementAndGet()), bench.demand(8), 8);
            bench.launcher().release(bench.launcher().launch(request));
            return false;
        } catch (LauncherException no) {
            refused.set(no);
            return String.valueOf(no.getMessage()).contains("Too many requests")
                    || String.valueOf(no.getMessage()).contains("too many requests");
        }
    }

    /// A list whose keeper writes down how often it was replaced.
    private static final class Kept implements Reflector.Keeper<String> {
        private final Set<String> names = new HashSet<>();
        private int lists;

        @Override
        public synchronized void replace(List<String> all, long version) {
            names.clear();
            names.addAll(all);
            lists++;
        }

        @Override
        public synchronized void put(String one) {
            names.add(one);
        }

        @Override
        public synchronized void remove(String one) {
            names.remove(one);
        }

        synchronized boolean has(String name) {
            return names.contains(name);
        }

        synchronized int lists() {
            return lists;
        }
    }

    @Test
    void aPastThatTheServerForgotIsListedAgain() throws Exception {
        var bench = bench();
        takeToken(bench, "only");
        var kept = new Kept();
        try (var contexts = new Contexts(
                        KubernetesConfig.of(Map.of("kubeconfig", kubeconfig().toString())),
                        bench.blobs(),
                        InstantSource.system(),
                        System::nanoTime,
                        _ -> {});
                var api = contexts.connect("admin");
                var list = new Reflector<>(
                        api,
                        "/api/v1/namespaces/" + bench.namespace() + "/configmaps",
                        "",
                        one -> one.at("/metadata/name").asText(),
                        kept,
                        System::nanoTime)) {
            list.start();
            bench.kubectl("create", "configmap", "before");
            bench.await("it is heard", () -> kept.has("before"));

            bench.kubectl("create", "secret", "generic", "later");
            // Whoever starts anew remembers nothing from before, and other things have changed meanwhile: 410.
            cluster.killServer();
            cluster.startServer();
            bench.kubectl("delete", "configmap", "before");
            bench.kubectl("create", "configmap", "after");

            bench.await("it is heard", () -> kept.has("after") && !kept.has("before"));
            Awaitility.await("listed again").until(() -> kept.lists() > 1);
        }
    }
}
