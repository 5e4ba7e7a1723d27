package dev.outlast.e2e;

import dev.outlast.testkit.kubernetes.LocalKubernetes;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// [Chaos] where a Kubernetes Lease of a real API server elects. `-Dfast=50 -Drounds=10 -Dgroups=slow
/// -DexcludedGroups=` is the full form.
@EnabledIf(value = "isPossible", disabledReason = "it needs PostgreSQL and a control plane: e2e/kubernetes/build")
final class LeaseChaosTest {
    @TempDir
    private Path directory;

    static boolean isPossible() {
        return LocalPostgres.isInstalled() && LocalKubernetes.isInstalled();
    }

    @Tag("kubernetes")
    @Test
    void survivesOneOfEachFault() throws Exception {
        fast().survives(Chaos.Fault.values().length, ChaosTest.seed());
    }

    @Tag("slow")
    @Test
    void survivesManyFastRounds() throws Exception {
        fast().survives(Integer.getInteger("fast", 20), ChaosTest.seed());
    }

    /// With the times of client-go.
    @Tag("slow")
    @Test
    void survivesRoundsAtTheDefaults() throws Exception {
        new Chaos(directory, new ByLease(""), Duration.ofSeconds(15))
                .survives(Integer.getInteger("rounds", 10), ChaosTest.seed());
    }

    private Chaos fast() {
        return new Chaos(
                directory,
                new ByLease("  duration: 4s\n  renew_deadline: 3s\n  retry: 500ms\n"),
                Duration.ofSeconds(4));
    }

    /// @param times of the Lease, empty for the defaults
    private record ByLease(String times) implements Chaos.Election {
        @Override
        public Several controllers(Path directory, int count) throws IOException {
            var election = "leadership:\n  kind: kubernetes\n  kubeconfig: "
                    + LocalKubernetes.shared().kubeconfig() + "\n  lease: "
                    + "chaos-" + Long.toHexString(directory.hashCode() & 0xffffffffL) + "\n" + times;
            return new Several(directory, count, "5s", Map.of(), election);
        }

        @Override
        public boolean isByTheDatabase() {
            return false;
        }
    }
}
