package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Place;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.cluster.Wishes.Volume;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Manifests against golden ones; `-Doutlast.golden=write` writes them anew.
class PodRenderTest {
    private static final Token TOKEN = new Token("inst", 1, new JobId(7), 0, 2);

    @Test
    void aPlainPod() throws LauncherException, IOException {
        assertGolden(
                "plain",
                render(Map.of(), "2CPU--8GB", false, 1, Wishes.NONE.bringing(new Wishes.Payload(false, 10)))
                        .pod(0, ""));
    }

    /// Whoever opens the gate without the files (somebody by hand, a leader of an older version) has no success to
    /// show.
    @Test
    void whatIsStartedWithoutItsFilesFails(@TempDir Path directory) throws Exception {
        var pod = Trees.JSON.readTree(
                Trees.json(render(Map.of(), "2CPU--8GB", false, 1, Wishes.NONE).pod(0, "")));
        var command = new ArrayList<String>();
        pod.at("/spec/containers/0/command").forEach(word -> command.add(word.asText()));
        command.removeLast();
        var file = directory.resolve("pod.sh");
        command.add(file.toString());

        assertThat(exit(command)).isEqualTo(78);
        Files.writeString(file, "");
        assertThat(exit(command)).isEqualTo(78);
        Files.writeString(file, "exit 3\n");
        assertThat(exit(command)).isEqualTo(3);
    }

    private static int exit(List<String> command) throws Exception {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    @Test
    void aGangOfSpotAcceleratorsWithEverything() throws LauncherException, IOException {
        var wishes = new Wishes(
                "docker:ghcr.io/acme/train:7",
                List.of("80", "8000-8010"),
                Map.of("team", "red"),
                List.of(
                        new Volume.Claim("/data", "datasets"),
                        new Volume.Fresh("/scratch", 50, Map.of("config", Map.of("storage_class_name", "fast")))),
                Map.of(
                        "kueue", Map.of("local_queue_name", "night"),
                        "dws", Map.of("enabled", true, "max_run_duration", "2h"),
                        "custom_metadata", Map.of("annotations", Map.of("who", "me")),
                        "pod_config",
                                Map.of(
                                        "spec",
                                        Trees.map(
                                                "runtimeClassName", "gvisor",
                                                "tolerations", List.of(Trees.map("key", "own", "operator", "Exists")),
                                                "containers",
                                                        List.of(Trees.map(
                                                                "name",
                                                                "job",
                                                                "env",
                                                                List.of(Trees.map("name", "A", "value", "b"))))))));
        var settings = Map.of(
                "labels.cost-centre", "42",
                "node_selector.pool", "gpu",
                "priority_class", "batch",
                "service_account", "jobs");
        var render = render(settings, "8CPU--32GB--H100:8", true, 2, wishes);

        assertGolden("gang-head", render.pod(0, ""));
        assertGolden("gang-worker", render.pod(1, "uid-of-the-head"));
        assertGolden("gang-service", render.service("uid-of-the-head"));
    }

    @Test
    void aPodConfigOfTheWrongKindIsRefusedWithItsPath() {
        var wishes = new Wishes(
                "", List.of(), Map.of(), List.of(), Map.of("pod_config", Map.of("spec", Map.of("containers", "none"))));

        assertThatThrownBy(() -> render(Map.of(), "2CPU--8GB", false, 1, wishes).pod(0, ""))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("spec.containers must be a list");
    }

    @Test
    void ourLabelsCannotBeTakenAway() {
        var wishes = new Wishes(
                "",
                List.of(),
                Map.of(),
                List.of(),
                Map.of("pod_config", Map.of("metadata", Map.of("labels", Map.of(Keys.HASH, "other")))));

        assertThatThrownBy(() -> render(Map.of(), "2CPU--8GB", false, 1, wishes).pod(0, ""))
                .hasMessageContaining(Keys.HASH);
    }

    @Test
    void singleSettingsOfTheTaskAct() throws Exception {
        var wishes = new Wishes(
                "",
                List.of(),
                Map.of(),
                List.of(),
                Map.of("provision_timeout", 90L, "set_pod_resource_limits", 1.5, "remote_identity", "trainer"));

        var pod = render(Map.of(), "2CPU--8GB", false, 1, wishes).pod(0, "");

        var tree = new ObjectMapper().readTree(Trees.json(pod));
        assertThat(PodSight.of(tree).provisionTimeout()).contains(Duration.ofSeconds(90));
        assertThat(tree.at("/spec/serviceAccountName").asText()).isEqualTo("trainer");
        assertThat(tree.at("/spec/automountServiceAccountToken").asBoolean()).isTrue();
        assertThat(tree.at("/spec/containers/0/resources/limits").toString())
                .isEqualTo("{\"memory\":\"12288Mi\",\"cpu\":\"3000m\"}");
    }

    @Test
    void aHostPathIsRefused() {
        var wishes = new Wishes("", List.of(), Map.of(), List.of(new Volume.HostPath("/x", "/etc")), Map.of());

        assertThatThrownBy(() -> render(Map.of(), "2CPU--8GB", false, 1, wishes).pod(0, ""))
                .hasMessageContaining("volumes./x");
    }

    private static PodRender render(Map<String, String> settings, String type, boolean spot, int nodes, Wishes wishes) {
        var offer = new Offer(new Place("kubernetes", "ctx", ""), type, spot, 0);
        var found = List.of(new Accelerators.Found(
                "H100", "nvidia.com/gpu", 8, Map.of("nvidia.com/gpu.product", "NVIDIA-H100-80GB-HBM3")));
        return new PodRender(
                ConfigReaderTest.config(settings),
                new ClusterRequest(TOKEN, 3, offer, nodes, "train-7", wishes),
                InstanceShape.parse(type).orElseThrow(),
                type.contains("H100") ? found : List.of(),
                Map.of("karpenter.sh/capacity-type", List.of("spot")));
    }

    private static void assertGolden(String name, Map<String, Object> manifest) throws IOException {
        var text = Serialization.asYaml(manifest);
        if ("write".equals(System.getProperty("outlast.golden"))) {
            Files.writeString(
                    Path.of("src/test/resources/dev/outlast/provider/kubernetes")
                            .resolve(name + ".yaml"),
                    text);
        }
        try (var golden = Objects.requireNonNull(PodRenderTest.class.getResourceAsStream(name + ".yaml"))) {
            assertThat(text).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
