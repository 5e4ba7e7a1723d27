package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobEnvironmentTest {
    private static final JobEnvironment.Cluster CLUSTER =
            new JobEnvironment.Cluster("c\"1", "local", "here", "", List.of("10.0.0.1", "10.0.0.2"), 8, 3, 9);

    private static JobEnvironment environment(Map<String, String> envs, Map<String, String> secrets) {
        var job = new JobEnvironment.Job("sky-managed-x_12-0", List.of("a", "b"), 12, 1, 4, "ann", "", envs, secrets);
        return new JobEnvironment(job, CLUSTER, 1, Optional.of(new JobEnvironment.Resume("/b/m.json", 42)));
    }

    @Test
    void eachNameIsThereTwice() {
        var all = environment(Map.of(), Map.of()).variables();
        var expected = Map.ofEntries(
                Map.entry("TASK_ID", "sky-managed-x_12-0"),
                Map.entry("TASK_IDS", "a\nb"),
                Map.entry("MANAGED_JOB_ID", "12"),
                Map.entry("INTERNAL_JOB_ID", "3"),
                Map.entry("JOB_RANK", "1"),
                Map.entry("NUM_JOBS", "4"),
                Map.entry("USER", "ann"),
                Map.entry("NUM_NODES", "2"),
                Map.entry("NODE_RANK", "1"),
                Map.entry("NODE_IPS", "10.0.0.1\n10.0.0.2"),
                Map.entry("HEAD_IP", "10.0.0.1"),
                Map.entry("NUM_GPUS_PER_NODE", "8"),
                Map.entry("SETUP_NODE_RANK", "1"),
                Map.entry("SETUP_NODE_IPS", "10.0.0.1\n10.0.0.2"),
                Map.entry("SETUP_NUM_GPUS_PER_NODE", "8"),
                Map.entry(
                        "CLUSTER_INFO",
                        "{\"cluster_name\": \"c\\\"1\", \"cloud\": \"local\", \"region\": \"here\", \"zone\": null}"));
        expected.forEach((name, value) -> {
            assertThat(all).containsEntry("SKYPILOT_" + name, value);
            assertThat(all).containsEntry("OUTLAST_" + name, value);
        });
        assertThat(all)
                .containsEntry("OUTLAST_ATTEMPT", "3")
                .containsEntry("OUTLAST_EPOCH", "9")
                .containsEntry("OUTLAST_RESUME_MANIFEST", "/b/m.json")
                .containsEntry("OUTLAST_RESUME_SEQ", "42")
                .hasSize(2 * expected.size() + 4);
    }

    @Test
    void theUsersOwnWinAndSecretsComeLast() {
        var all = environment(Map.of("A", "env", "SKYPILOT_USER", "bob"), Map.of("A", "secret"))
                .variables();
        assertThat(all).containsEntry("A", "secret").containsEntry("SKYPILOT_USER", "bob");
    }
}
