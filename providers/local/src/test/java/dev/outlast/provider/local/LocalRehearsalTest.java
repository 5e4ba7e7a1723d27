package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Faults on command and by chance.
final class LocalRehearsalTest {
    private static final Token TOKEN = LocalBench.token(1);

    private final ManualClock clock = new ManualClock();
    private final LocalBench bench =
            new LocalBench(Map.of("gone_report_delay", "1h", "notice_lead", "2m", "preemption_rate", "1"), clock);

    @AfterEach
    void clear() {
        bench.close();
    }

    @Test
    void aPeerDiesBeforeTheProviderSaysSo() throws LauncherException, IOException {
        var flag = bench.node(TOKEN, 1).resolve("home/alive");
        var handle = bench.start(
                TOKEN,
                2,
                "",
                "if [ $SKYPILOT_NODE_RANK = 1 ]; then touch ~/alive; exec sleep 100000; fi\n" + "until [ -e " + flag
                        + ".gone ]; do sleep 0.02; done; exit 7");
        bench.awaitRunning(handle);
        bench.await("rank 1 has begun", () -> Files.exists(flag));

        bench.launcher().perform("preempt", Map.of("job", "1", "rank", "1"));
        Files.writeString(flag.resolveSibling("alive.gone"), "");

        bench.await(
                "rank 0 fails for want of its peer",
                () -> bench.look(handle) instanceof Observation.Unknown unknown
                        && unknown.heard().size() == 1
                        && unknown.heard().getFirst().phase().equals(new Phase.Exited(false, 7, false)));
        assertThat(bench.leftovers(TOKEN)).noneMatch(left -> left.startsWith("/proc/") && isRankOne(left));
        clock.pass(Duration.ofHours(1));
        assertThat(bench.look(handle)).isEqualTo(new Observation.Gone(Fault.PREEMPTED, "preempted as rehearsed"));
        assertThat(bench.reopened().observe(List.of(handle))).containsValue(bench.look(handle));
    }

    private static boolean isRankOne(String process) {
        try {
            return Files.readString(Path.of(process, "environ"), StandardCharsets.ISO_8859_1)
                    .contains("SKYPILOT_NODE_RANK=1");
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void aNoticeIsKept() throws LauncherException {
        var handle = bench.start(TOKEN, 1, "", "sleep 100000");
        bench.awaitRunning(handle);

        bench.launcher().perform("notice", Map.of("job", "1", "task", "0", "lead", "90s"));

        assertThat(bench.look(handle)).isInstanceOf(Observation.Noticed.class);
        clock.pass(Duration.ofSeconds(89));
        assertThat(bench.look(handle)).isInstanceOf(Observation.Noticed.class);
        clock.pass(Duration.ofSeconds(1));
        bench.await("its processes are gone", () -> {
            bench.look(handle);
            return bench.leftovers(TOKEN).stream().noneMatch(left -> left.startsWith("/proc/"));
        });
        clock.pass(Duration.ofHours(1));
        assertThat(bench.look(handle)).isEqualTo(new Observation.Gone(Fault.PREEMPTED, "preempted as announced"));
    }

    @Test
    void aDrainedRegionRefusesAndWarnsAndStaysDrained() throws LauncherException {
        var handle = bench.start(TOKEN, 1, "", "sleep 100000");
        bench.awaitRunning(handle);

        bench.launcher().perform("drain", Map.of("region", "roomy"));

        assertThat(bench.look(handle)).isInstanceOf(Observation.Noticed.class);
        assertRefused(Fault.CAPACITY, () -> bench.launch(LocalBench.token(2), 1, "local.small", Demand.Spot.NO));
        var offer = bench.launcher().offers(bench.demand(1)).getFirst();
        var reopened = bench.reopened();
        assertRefused(
                Fault.CAPACITY, () -> reopened.launch(new ClusterRequest(LocalBench.token(2), 1, offer, 1, "late")));
        assertThat(reopened.launch(new ClusterRequest(TOKEN, 1, offer, 1, "adopted")))
                .isEqualTo(handle);

        bench.launcher().perform("restore", Map.of("region", "roomy"));

        bench.launch(LocalBench.token(2), 1, "local.small", Demand.Spot.NO);
    }

    @Test
    void refusalsAndFailuresAreCounted() throws LauncherException {
        bench.launcher().perform("refuse", Map.of("region", "roomy", "times", "2"));
        for (var time = 0; time < 2; time++) {
            assertRefused(Fault.CAPACITY, () -> bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO));
        }
        bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);

        bench.launcher().perform("fail-calls", Map.of("times", "1"));
        assertRefused(Fault.PROVIDER, () -> bench.launcher().owned());
        assertThat(bench.launcher().owned()).hasSize(1);
    }

    @Test
    void aSilentClusterIsUnknownForAWhile() throws LauncherException {
        var handle = bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);

        bench.launcher().perform("silence", Map.of("token", TOKEN.text(), "duration", "10m"));

        assertThat(bench.look(handle)).isInstanceOf(Observation.Unknown.class);
        clock.pass(Duration.ofMinutes(10));
        assertThat(bench.look(handle)).isInstanceOf(Observation.Up.class);
    }

    @Test
    void spotClustersArePreemptedByChanceWithANoticeBefore() throws LauncherException {
        var spot = bench.launch(TOKEN, 1, "local.hollow", Demand.Spot.YES);
        var solid = bench.launch(LocalBench.token(2), 1, "local.hollow", Demand.Spot.NO);
        var uptime = PreemptionDraw.uptime(1, TOKEN, 1).orElseThrow();

        clock.pass(uptime.minus(Duration.ofMinutes(2)).minusMillis(1));
        assertThat(bench.look(spot)).isInstanceOf(Observation.Up.class);
        clock.pass(Duration.ofMillis(1));
        assertThat(bench.look(spot)).isInstanceOf(Observation.Noticed.class);
        clock.pass(Duration.ofMinutes(2));
        assertThat(bench.look(spot)).as("killed, not yet reported").isInstanceOf(Observation.Unknown.class);
        clock.pass(Duration.ofHours(1));
        assertThat(bench.look(spot)).isInstanceOf(Observation.Gone.class);
        assertThat(bench.look(solid)).isInstanceOf(Observation.Up.class);
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertWrong("prempt", Map.of("job", "1"), "did you mean 'preempt'?");
        assertWrong("preempt", Map.of(), "needs the argument job");
        assertWrong("preempt", Map.of("job", "1", "rnk", "0"), "preempt has no argument rnk; did you mean 'rank'?");
        assertWrong("drain", Map.of("region", "atlantis"), "no such region: atlantis");
        assertWrong("silence", Map.of("job", "1", "duration", "soon"), "duration is no duration");
    }

    private void assertWrong(String verb, Map<String, String> arguments, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bench.launcher().perform(verb, arguments))
                .withMessageContaining(message);
    }

    private static void assertRefused(Fault fault, ThrowingCallable call) {
        var refused = catchThrowableOfType(LauncherException.class, call);
        assertThat(refused).isNotNull();
        assertThat(refused.fault()).isEqualTo(fault);
    }
}
