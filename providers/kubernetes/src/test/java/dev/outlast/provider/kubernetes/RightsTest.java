package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherFactory.Finding;
import dev.outlast.core.spi.LauncherFactory.LauncherContext;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher may do with the rights that its page tells to give, and what it says when one is missing.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class RightsTest {
    private final LocalKubernetes cluster = LocalKubernetes.shared();

    @TempDir
    private Path directory = Path.of("");

    /// A kubeconfig with two contexts: `full`, with the documented rights, and `none`, without any.
    private Path kubeconfig() throws IOException {
        cluster.kubectl("delete", "namespace", "jobs", "--ignore-not-found");
        cluster.namespace("jobs");
        cluster.apply(documented());
        for (var account : List.of("outlast", "nobody")) {
            cluster.kubectl("create", "serviceaccount", account, "--namespace", "jobs");
        }
        var subject = "--serviceaccount=jobs:outlast";
        cluster.kubectl("create", "rolebinding", "outlast", "--role=outlast-jobs", subject, "--namespace", "jobs");
        cluster.kubectl("delete", "clusterrolebinding", "outlast", "--ignore-not-found");
        cluster.kubectl("create", "clusterrolebinding", "outlast", "--clusterrole=outlast-nodes", subject);
        var file = directory.resolve("kubeconfig");
        Files.writeString(
                file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: it, cluster: {server: "%s", certificate-authority-data: %s}}]
                users: [{name: full, user: {token: "%s"}}, {name: none, user: {token: "%s"}}]
                contexts:
                - {name: full, context: {cluster: it, user: full, namespace: jobs}}
                - {name: none, context: {cluster: it, user: none, namespace: jobs}}
                - {name: expired, context: {cluster: it, user: none, namespace: jobs}}
                current-context: full
                """.formatted(cluster.server(), cluster.authority(), token("outlast"), token("nobody")));
        return file;
    }

    private String token(String account) throws IOException {
        return cluster.kubectl("create", "token", account, "--namespace", "jobs")
                .strip();
    }

    /// The manifests of the launcher's page.
    private static String documented() throws IOException {
        var page = Files.readString(
                Path.of(System.getProperty("outlast.root", "../..")).resolve("docs/kubernetes-launcher.md"));
        var start = page.indexOf("apiVersion: rbac");
        return page.substring(start, page.indexOf("```", start));
    }

    private List<Finding> check(Map<String, String> configuration) {
        return new KubernetesLauncherFactory()
                .check(new LauncherContext(directory, directory, directory, configuration));
    }

    @Test
    void theDocumentedRightsAreEnoughAndMissingOnesAreNamed() throws Exception {
        var file = kubeconfig().toString();

        assertThat(check(Map.of("kubeconfig", file))).allMatch(Finding::works).hasSize(1);
        var findings = check(Map.of("kubeconfig", file, "allowed_contexts", "none,gone"));
        assertThat(findings).noneMatch(f -> f.works() && !f.subject().endsWith("room"));
        assertThat(findings.toString())
                .contains("create pods in namespace jobs")
                .contains("update secrets in namespace jobs")
                .contains("watch nodes")
                .contains("there is no context gone");
        assertThat(check(Map.of("namespase", "x")).toString()).contains("did you mean 'namespace'?");

        try (var nodes = FakeNodes.start(cluster);
                var launcher = new KubernetesLauncher(
                        KubernetesConfig.of(Map.of(
                                "kubeconfig", file, "allowed_contexts", "none,full", "node_selector.pool", "rights")),
                        directory,
                        InstantSource.system(),
                        System::nanoTime)) {
            nodes.add("rights", Map.of("pool", "rights"), "", Map.of("cpu", "4", "memory", "16Gi"));
            var offers = launcher.offers(KubeBench.demand(1, 1, 1));
            assertThat(offers).extracting(o -> o.place().region()).containsExactly("full");
            var token = KubeBench.token(1);
            var handle = launcher.launch(new ClusterRequest(token, 1, offers.getFirst(), 1, "one"));
            launcher.activate(handle, KubeBench.shell(token, 1, "", "true"));
            launcher.release(handle);

            var forbidden = new Offer(new Place("kubernetes", "none", ""), "1CPU--1GB", false, 0);
            var refused = catchThrowableOfType(
                    LauncherException.class, () -> launcher.launch(new ClusterRequest(token, 1, forbidden, 1, "one")));
            assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
            assertThat(refused).hasMessageContaining("cannot list resource \"pods\"");
            var vanished = new Offer(new Place("kubernetes", "vanished", ""), "1CPU--1GB", false, 0);
            assertThat(catchThrowableOfType(
                                    LauncherException.class,
                                    () -> launcher.launch(new ClusterRequest(token, 1, vanished, 1, "one")))
                            .fault())
                    .isEqualTo(Fault.CONFIG);
        } finally {
            cluster.kubectl("delete", "node", "rights", "--ignore-not-found");
        }
    }

    @Test
    void anExpiredTokenIsTheProvidersAndTheNextContextIsTaken() throws Exception {
        var file = kubeconfig();
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst(
                                "name: none, user: \\{token: \"[^\"]*\"", "name: none, user: {token: \"expired\""));
        try (var nodes = FakeNodes.start(cluster);
                var launcher = new KubernetesLauncher(
                        KubernetesConfig.of(Map.of(
                                "kubeconfig",
                                file.toString(),
                                "allowed_contexts",
                                "none,full",
                                "node_selector.pool",
                                "rights",
                                "contexts.full.node_selector.pool",
                                "rights")),
                        directory,
                        InstantSource.system(),
                        System::nanoTime)) {
            nodes.add("rights", Map.of("pool", "rights"), "", Map.of("cpu", "4", "memory", "16Gi"));

            assertThat(launcher.offers(KubeBench.demand(1, 1, 1)))
                    .extracting(o -> o.place().region())
                    .containsExactly("full");
            var refused = catchThrowableOfType(
                    LauncherException.class,
                    () -> launcher.launch(new ClusterRequest(
                            KubeBench.token(1),
                            1,
                            new Offer(new Place("kubernetes", "none", ""), "1CPU--1GB", false, 0),
                            1,
                            "one")));
            assertThat(refused.fault()).isEqualTo(Fault.PROVIDER);
            assertThat(Set.of(LauncherException.Certainty.CERTAINLY_NOT_DONE)).contains(refused.certainty());
        } finally {
            cluster.kubectl("delete", "node", "rights", "--ignore-not-found");
        }
    }

    @Test
    void whereTheFirstContextIsFullTheSecondTakesIt() throws Exception {
        var file = kubeconfig().toString();
        Files.writeString(
                Path.of(file),
                Files.readString(Path.of(file))
                        .replace(
                                "name: expired, context: {cluster: it, user: none",
                                "name: second, context: {cluster: it, user: full"));
        try (var nodes = FakeNodes.start(cluster);
                var launcher = new KubernetesLauncher(
                        KubernetesConfig.of(Map.of(
                                "kubeconfig",
                                file,
                                "allowed_contexts",
                                "full,second",
                                "contexts.full.node_selector.pool",
                                "one",
                                "contexts.second.node_selector.pool",
                                "two")),
                        directory,
                        InstantSource.system(),
                        System::nanoTime)) {
            nodes.add("one", Map.of("pool", "one"), "", Map.of("cpu", "2", "memory", "16Gi"));
            nodes.add("two", Map.of("pool", "two"), "", Map.of("cpu", "2", "memory", "16Gi"));
            var offers = launcher.offers(KubeBench.demand(1, 2, 1));
            assertThat(offers).extracting(o -> o.place().region()).containsExactly("full", "second");
            var first = launcher.launch(new ClusterRequest(KubeBench.token(1), 1, offers.get(0), 1, "one"));

            var refused = catchThrowableOfType(
                    LauncherException.class,
                    () -> launcher.launch(new ClusterRequest(KubeBench.token(2), 1, offers.get(0), 1, "two")));
            assertThat(refused.fault()).isEqualTo(Fault.CAPACITY);
            var second = launcher.launch(new ClusterRequest(KubeBench.token(2), 1, offers.get(1), 1, "two"));

            assertThat(launcher.owned()).extracting(o -> o.handle()).containsExactlyInAnyOrder(first, second);
            launcher.releaseByToken(KubeBench.token(2));
            launcher.release(first);
            assertThat(launcher.owned()).isEmpty();
        } finally {
            cluster.kubectl("delete", "nodes", "one", "two", "--ignore-not-found");
        }
    }
}
