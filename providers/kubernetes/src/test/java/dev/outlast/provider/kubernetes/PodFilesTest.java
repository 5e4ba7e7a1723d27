package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Wishes.Payload;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubernetes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where what a job's pods run is kept, on a real control plane with a simulated node. That real pods find it:
/// `RealPodsTest` for a secret, and the launcher's contract for annotations.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.FakeNodes#isInstalled")
class PodFilesTest {
    private static final Token TOKEN = KubeBench.token(1);

    private final KubeBench bench = new KubeBench(LocalKubernetes.shared(), Map.of("node_selector.pool", "files"));
    private final FakeNodes nodes = FakeNodes.start(LocalKubernetes.shared());

    @BeforeEach
    void addNode() throws IOException {
        nodes.add("files", Map.of("pool", "files"), "", Map.of("cpu", "4", "memory", "16Gi"));
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        bench.cluster().kubectl("delete", "nodes", "-l", "pool=files", "--wait=false");
        nodes.close();
    }

    private ClusterHandle launched(Payload payload, int count) throws LauncherException {
        var asked = bench.request(TOKEN, bench.demand(count), count);
        return bench.launcher()
                .launch(new ClusterRequest(
                        TOKEN,
                        1,
                        asked.offer(),
                        count,
                        asked.clusterName(),
                        asked.wishes().bringing(payload)));
    }

    private static Activation job(String run, Map<String, String> secrets) {
        return new Activation(
                TOKEN, 1, "", run, Map.of("A", "it's"), secrets, Duration.ofSeconds(5), Duration.ZERO, "", List.of());
    }

    private String pods() {
        return bench.kubectl("get", "pods", "-o", "json");
    }

    private String secrets() {
        return bench.kubectl("get", "secrets", "-o", "name");
    }

    @Test
    void whatIsSmallAndNotSecretComesWithTheCallThatOpensTheGate() throws Exception {
        var handle = launched(new Payload(false, 100), 2);
        assertThat(pods()).doesNotContain("train.py");

        bench.launcher().activate(handle, job("python train.py", Map.of()));

        bench.awaitRunning(handle);
        for (int rank = 0; rank < 2; rank++) {
            var pod = Trees.JSON.readTree(bench.kubectl("get", "pod", Keys.pod(TOKEN, rank), "-o", "json"));
            var annotations = pod.at("/metadata/annotations");
            assertThat(annotations.path(Keys.FILE + "run").asText()).isEqualTo("python train.py");
            assertThat(annotations.path(Keys.FILE + "user").asText()).contains("it'\\''s");
            assertThat(annotations.path(Keys.FILE + "pod.sh").asText()).startsWith("#!/bin/sh\n");
        }
        assertThat(secrets()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"true, 100", "false, 100000"})
    void whatIsSecretOrLargeIsInASecret(boolean secret, int bytes) throws Exception {
        var handle = launched(new Payload(secret, bytes), 1);

        bench.launcher()
                .activate(handle, job("x".repeat(bytes) + "train.py", secret ? Map.of("KEY", "hush") : Map.of()));

        bench.awaitRunning(handle);
        assertThat(pods()).doesNotContain("hush").doesNotContain("train.py");
        assertThat(secrets()).isEqualTo("secret/" + Keys.cluster(TOKEN) + "\n");
    }

    @Test
    void whatWasPromisedToBeSmallAndNotSecretIsHeldTo() throws Exception {
        var handle = launched(new Payload(false, 100), 1);

        assertRefused(handle, job("true", Map.of("KEY", "hush")), "without secrets");
        assertRefused(handle, job("x".repeat(300_000), Map.of()), "annotations of a pod may have");

        assertThat(pods()).doesNotContain("hush").contains(Keys.GATE);
        assertThat(secrets()).isEmpty();
    }

    private void assertRefused(ClusterHandle handle, Activation what, String words) {
        var refused = catchThrowableOfType(
                LauncherException.class, () -> bench.launcher().activate(handle, what));
        assertThat(refused).hasMessageContaining(words);
        assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
    }
}
