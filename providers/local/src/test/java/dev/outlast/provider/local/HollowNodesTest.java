package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Nodes without processes.
final class HollowNodesTest {
    private static final Token TOKEN = LocalBench.token(1);

    private final ManualClock clock = new ManualClock();
    private final LocalBench bench = new LocalBench(Map.of("hollow", "true", "hollow_seconds", "30"), clock);

    @AfterEach
    void clear() {
        bench.close();
    }

    private ClusterHandle start(Map<String, String> environment) throws LauncherException {
        var handle = bench.launch(TOKEN, 2, "local.small", Demand.Spot.NO);
        bench.launcher().activate(handle, LocalBench.shell(TOKEN, 1, "", "whatever", environment, List.of()));
        return handle;
    }

    @Test
    void theyRunForAWhileAndEnd() throws LauncherException {
        var handle = start(Map.of("OUTLAST_HOLLOW_EXIT", "3"));

        assertThat(handle.data()).startsWith("hollow:");
        assertThat(bench.launcher().owned().getFirst().description()).contains("hollow");
        assertThat(bench.phases(handle)).hasSize(2).hasOnlyElementsOfType(Phase.InRun.class);
        clock.pass(Duration.ofSeconds(29));
        assertThat(bench.look(handle))
                .isInstanceOfSatisfying(
                        Observation.Up.class,
                        up -> assertThat(up.ranks())
                                .extracting(report -> report.ranFor())
                                .containsOnly(Duration.ofSeconds(29)));
        clock.pass(Duration.ofSeconds(1));
        assertThat(bench.phases(handle)).containsOnly(new Phase.Exited(false, 3, false));
    }

    @Test
    void aNewLauncherSeesThem() throws LauncherException {
        var handle = start(Map.of("OUTLAST_HOLLOW_SECONDS", "90.5"));
        clock.pass(Duration.ofSeconds(80));

        var reopened = bench.reopened();

        assertThat(reopened.observe(List.of(handle))).containsValue(bench.look(handle));
        clock.pass(Duration.ofSeconds(11));
        assertThat(bench.phases(handle)).containsOnly(new Phase.Exited(false, 0, false));
    }

    @Test
    void theyCanBeDrainedLostAndReleased() throws LauncherException {
        var handle = start(Map.of());
        clock.pass(Duration.ofSeconds(10));

        bench.launcher().drain(handle);
        clock.pass(Duration.ofSeconds(60));
        assertThat(bench.phases(handle)).containsOnly(new Phase.Exited(false, 143, true));

        bench.launcher().perform("lose-node", Map.of("job", "1", "rank", "1"));
        assertThat(bench.look(handle))
                .isInstanceOfSatisfying(
                        Observation.Gone.class, gone -> assertThat(gone.fault()).isEqualTo(Fault.NODE_LOST));

        bench.launcher().release(handle);
        assertThat(bench.leftovers(TOKEN)).isEmpty();
    }

    @Test
    void theirEndIsPushed() throws LauncherException {
        try (var real = new LocalBench(Map.of("hollow", "true"))) {
            var hinted = ConcurrentHashMap.newKeySet();
            real.launcher().onHint(hinted::add);

            var handle = real.start(TOKEN, 1, "", "whatever");

            real.await("a hint", () -> hinted.contains(handle));
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatExceptionOfType(LauncherException.class)
                .isThrownBy(() -> start(Map.of("OUTLAST_HOLLOW_SECONDS", "soon")))
                .satisfies(refused -> assertThat(refused.fault()).isEqualTo(Fault.CONFIG))
                .withMessageContaining("OUTLAST_HOLLOW_SECONDS is no number: soon");
    }
}
