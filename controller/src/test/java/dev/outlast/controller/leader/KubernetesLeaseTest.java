package dev.outlast.controller.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outlast.core.spi.Leadership;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import dev.outlast.testkit.leader.LeadershipContract;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The election by Lease on a real API server.
@Tag("kubernetes")
@EnabledIf(
        value = "dev.outlast.testkit.kubernetes.LocalKubernetes#isInstalled",
        disabledReason = "it needs a control plane: e2e/kubernetes/build")
class KubernetesLeaseTest extends LeadershipContract {
    private static final LocalKubernetes CLUSTER = LocalKubernetes.shared();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final LeaseTimes FAST =
            new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofMillis(500));

    private final String namespace = "lease-" + NUMBER.incrementAndGet();
    private KubernetesClient admin;

    @BeforeEach
    void makeNamespace() {
        admin = client();
        admin.namespaces()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterEach
    void removeNamespace() {
        admin.namespaces().withName(namespace).delete();
        admin.close();
    }

    /// Asks once, as the election's does.
    private static KubernetesClient client() {
        var config = Config.fromKubeconfig(CLUSTER.kubeconfig().toFile());
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    private KubernetesLease lease() {
        return new KubernetesLease(client(), namespace, "outlast-controller", InstantSource.system());
    }

    @Override
    protected Leadership contender(String name) throws IOException {
        return election(CLUSTER.kubeconfig(), "").open(name);
    }

    private KubernetesElection election(Path kubeconfig, String context) {
        return new KubernetesElection(Optional.of(kubeconfig), context, namespace, "outlast-controller", FAST);
    }

    @Test
    void oneOfTwoWhoWriteAtOnceIsRefused() throws Exception {
        try (var one = lease();
                var other = lease()) {
            assertThat(one.read()).isEmpty();
            var made = one.create(claim("one", 1)).orElseThrow();
            assertThat(other.create(claim("other", 1))).as("it is there").isEmpty();
            assertThat(other.read()).contains(made);

            var renewed = one.replace(made, claim("one", 1)).orElseThrow();

            assertThat(renewed.version()).isNotEqualTo(made.version());
            assertThat(other.replace(made, claim("other", 2)))
                    .as("it changed since")
                    .isEmpty();
            assertThat(other.replace(renewed, claim("other", 2)).orElseThrow().holder())
                    .isEqualTo("other");
            assertThat(one.read().orElseThrow().transitions()).isEqualTo(2);
        }
    }

    @Test
    void whatOthersWroteStaysAndWhoResignedIsNotNamed() throws Exception {
        try (var one = lease()) {
            var made = one.create(claim("one", 1)).orElseThrow();
            admin.leases().inNamespace(namespace).withName("outlast-controller").edit(lease -> {
                lease.getMetadata().setLabels(Map.of("team", "vision"));
                return lease;
            });
            assertThat(one.replace(made, claim("", 1))).as("it was edited").isEmpty();
            var free = one.replace(one.read().orElseThrow(), claim("", 1)).orElseThrow();

            assertThat(free.isFree()).isTrue();
            var stored = admin.leases()
                    .inNamespace(namespace)
                    .withName("outlast-controller")
                    .get();
            assertThat(stored.getMetadata().getLabels()).containsEntry("team", "vision");
            assertThat(stored.getSpec().getHolderIdentity()).isNull();
            assertThat(stored.getSpec().getLeaseDurationSeconds()).isEqualTo(4);
            assertThat(stored.getSpec().getRenewTime().toInstant())
                    .isAfter(Instant.now().minusSeconds(60));
        }
    }

    @Test
    void aLeaseOfAChartIsFreeAndTaken() throws Exception {
        admin.load(new ByteArrayInputStream("""
                        apiVersion: coordination.k8s.io/v1
                        kind: Lease
                        metadata: {name: outlast-controller, namespace: %s}
                        """.formatted(namespace).getBytes(StandardCharsets.UTF_8)))
                .create();
        try (var a = contender("a");
                var lease = lease()) {
            assertThat(lease.read().orElseThrow().isFree()).isTrue();
            assertThat(a.awaitElection().stands()).isTrue();
            assertThat(lease.read().orElseThrow().holder()).isEqualTo("a");
        }
    }

    @Test
    void aLeaseThatIsRemovedIsMadeAgainByWhoHoldsIt() throws Exception {
        try (var a = contender("a");
                var lease = lease()) {
            var term = a.awaitElection();
            admin.leases().inNamespace(namespace).withName("outlast-controller").delete();
            await().until(() -> lease.read().filter(l -> l.holder().equals("a")).isPresent());
            assertThat(term.stands()).isTrue();
        }
    }

    @Test
    void theContextThatIsNamedIsTaken(@TempDir Path directory) throws Exception {
        var text = Files.readString(CLUSTER.kubeconfig());
        var current = text.lines()
                .filter(line -> line.startsWith("current-context: "))
                .findFirst()
                .orElseThrow()
                .substring("current-context: ".length());
        var elsewhere = directory.resolve("config");
        Files.writeString(
                elsewhere,
                text.replace("clusters: [", "clusters: [{name: off, cluster: {server: 'https://127.0.0.1:1'}}, ")
                        .replace("contexts: [", "contexts: [{name: off, context: {cluster: off, user: admin}}, ")
                        .replace("current-context: " + current, "current-context: off"));
        try (var a = election(elsewhere, current).open("a")) {
            assertThat(a.awaitElection().stands()).isTrue();
        }
    }

    @Test
    void whatCannotBeReachedOrReadIsSaid() {
        assertThatThrownBy(() -> election(CLUSTER.kubeconfig().resolveSibling("missing"), "")
                        .open("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leadership.kubeconfig");
        assertThatThrownBy(() -> election(CLUSTER.kubeconfig(), "nowhere").open("a"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no context 'nowhere'");
    }

    /// Wherever in the client the closing meets who asks: there are several places, and each fails in its own way.
    @Test
    void whoAsksWhileItIsClosedIsToldSo() throws Exception {
        for (int round = 0; round < 40; round++) {
            var closed = lease();
            var asked = new CountDownLatch(1);
            var asking = CompletableFuture.supplyAsync(() -> {
                while (true) {
                    try {
                        var _ = closed.read();
                        asked.countDown();
                    } catch (IOException told) {
                        return told;
                    }
                }
            });
            asked.await();
            closed.close();
            assertThat(asking.get().getMessage()).startsWith("Lease " + namespace + "/outlast-controller: ");
        }
    }

    private static LeaseObject.Claim claim(String holder, int transitions) {
        return new LeaseObject.Claim(holder, transitions, Duration.ofSeconds(4), true);
    }
}
