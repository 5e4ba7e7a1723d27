package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigReaderTest {
    static ContextConfig config(Map<String, String> keys) {
        return KubernetesConfig.of(keys).everywhere();
    }

    @Test
    void nothingIsEnough() {
        var config = KubernetesConfig.of(Map.of());

        assertThat(config.kubeconfig()).isEmpty();
        assertThat(config.allowed()).isEmpty();
        assertThat(config.context("any").provisionTimeout()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void aContextsNameMayHoldDotsAndSlashes() {
        var config = KubernetesConfig.of(Map.of(
                "allowed_contexts", "gke_p.q_z, arn:aws:eks:us-east-1:1:cluster/a.b",
                "namespace", "jobs",
                "contexts.arn:aws:eks:us-east-1:1:cluster/a.b.labels.team.example.com/x", "red",
                "contexts.arn:aws:eks:us-east-1:1:cluster/a.b.provision_timeout", "5m",
                "contexts.gke_p.q_z.autoscaler", "gke",
                "contexts.gke_p.q_z.autoscaled.accelerators", "H100:8,L4",
                "contexts.gke_p.q_z.price.accelerators.H100", "2.5"));

        assertThat(config.allowed()).containsExactly("gke_p.q_z", "arn:aws:eks:us-east-1:1:cluster/a.b");
        var eks = config.context("arn:aws:eks:us-east-1:1:cluster/a.b");
        assertThat(eks.labels()).containsEntry("team.example.com/x", "red");
        assertThat(eks.provisionTimeout()).isEqualTo(Duration.ofMinutes(5));
        assertThat(eks.namespace()).isEqualTo("jobs");
        var gke = config.context("gke_p.q_z");
        assertThat(gke.autoscaler().accelerators()).containsEntry("H100", 8).containsEntry("L4", 8);
        assertThat(gke.provisionTimeout()).isEqualTo(Duration.ofMinutes(15));
        assertThat(gke.prices().of(new InstanceShape(2, 8, "H100", 2), false)).isEqualTo(5);
    }

    @Test
    void wrongKeysAreNamed() {
        for (var wrong : List.of(
                Map.entry("namespase", "did you mean 'namespace'?"),
                Map.entry("contexts.a.provision_timeuot", "did you mean 'provision_timeout'?"),
                Map.entry("contexts.a", "unknown key contexts.a"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KubernetesConfig.of(Map.of(wrong.getKey(), "x")))
                    .withMessageContaining(wrong.getValue());
        }
    }

    @Test
    void wrongValuesNameTheirKey() {
        for (var wrong : Map.of(
                        "contexts.a.provision_timeout", "soon",
                        "run_as_user", "0",
                        "service_account_token", "yes",
                        "price.cpu", "-1",
                        "pod_config", "[a]",
                        "contexts.a.autoscaled.accelerators", "H100:x")
                .entrySet()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> KubernetesConfig.of(Map.of(wrong.getKey(), wrong.getValue())))
                    .withMessageContaining(wrong.getKey());
        }
    }
}
