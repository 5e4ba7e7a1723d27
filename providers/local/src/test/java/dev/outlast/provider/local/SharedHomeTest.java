package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Several launchers over one home, as leader and standby have them, or a controller and its successor.
final class SharedHomeTest {
    private static final Token TOKEN = LocalBench.token(1);

    private final ManualClock clock = new ManualClock();
    private final LocalBench bench = new LocalBench(Map.of("regions.roomy.capacity", "3"), clock);

    @AfterEach
    void clear() {
        bench.close();
    }

    @Test
    void whatOneReleasesTheOtherCannotActivate() throws LauncherException {
        var successor = bench.reopened();
        var handle = bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);
        assertThat(successor.observe(List.of(handle)).get(handle)).isInstanceOf(Observation.Up.class);

        successor.release(handle);

        var refused = catchThrowableOfType(
                LauncherException.class,
                () -> bench.launcher()
                        .activate(handle, LocalBench.shell(TOKEN, 1, "", "touch ~/ran", Map.of(), List.of())));
        assertThat(refused).isNotNull();
        assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
        assertThat(bench.look(handle)).isInstanceOf(Observation.Gone.class);
        assertThat(bench.leftovers(TOKEN)).isEmpty();
    }

    /// A launcher that has not read all that others wrote, for it failed at it or is at it, knows nothing of it yet.
    @Test
    void whatWasNotReadToItsEndIsNotTakenForWhatThereIs() throws Exception {
        var successor = bench.reopened();
        var handle = bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);
        var log = bench.home().resolve("clusters.log");
        var whole = Files.readString(log);
        Files.writeString(log, "?\n" + whole);
        assertThat(successor.observe(List.of(handle)).get(handle)).isInstanceOf(Observation.Unknown.class);
        assertThat(successor.observe(List.of(handle)).get(handle)).isInstanceOf(Observation.Unknown.class);

        Files.writeString(log, whole);

        assertThat(successor.observe(List.of(handle)).get(handle)).isInstanceOf(Observation.Up.class);
        successor.release(handle);
    }

    /// An effect that takes too long is interrupted, wherever it is then.
    @Test
    void whoIsInterruptedDoesNotTakeTheHomeFromTheOthers() throws Exception {
        var handle = bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);
        Thread.currentThread().interrupt();
        bench.launcher().observe(List.of(handle));
        bench.launcher().owned();
        bench.launcher().releaseByToken(LocalBench.token(2));
        assertThat(Thread.interrupted()).as("it is still told").isTrue();

        assertThat(bench.look(handle)).isInstanceOf(Observation.Up.class);
        assertThat(bench.launch(LocalBench.token(3), 1, "local.small", Demand.Spot.NO))
                .isNotNull();
    }

    @Test
    void theHighestEpochWins() throws LauncherException {
        var successor = bench.reopened();
        var offer = bench.launcher().offers(bench.demand(1)).getFirst();
        var handle = bench.launcher().launch(new ClusterRequest(TOKEN, 1, offer, 1, "old"));
        successor.launch(new ClusterRequest(TOKEN, 2, offer, 1, "new"));

        var refused = catchThrowableOfType(
                LauncherException.class,
                () -> bench.launcher().activate(handle, LocalBench.shell(TOKEN, 1, "", "true", Map.of(), List.of())));

        assertThat(refused).isNotNull().hasMessageContaining("has seen epoch 2; 1 is stale");
    }

    @Test
    void aZoneIsNeverOverfilled() throws InterruptedException, ExecutionException, LauncherException {
        var launchers = List.of(bench.launcher(), bench.reopened(), bench.reopened());
        var offer = bench.launcher().offers(bench.demand(1)).getFirst();
        var launches = new ArrayList<Callable<Boolean>>();
        for (var job = 1; job <= 12; job++) {
            var request = new ClusterRequest(LocalBench.token(job), 1, offer, 1, "rush");
            var launcher = launchers.get(job % 3);
            launches.add(() -> {
                try {
                    launcher.launch(request);
                    return true;
                } catch (LauncherException refused) {
                    assertThat(refused.fault()).isEqualTo(Fault.CAPACITY);
                    return false;
                }
            });
        }

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var made = 0;
            for (Future<Boolean> launch : threads.invokeAll(launches)) {
                made += launch.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(3);
        }
        assertThat(launchers.get(1).owned()).hasSize(3);
    }

    @Test
    void tombstonesStandForADayAndAreForgottenLater() throws LauncherException, IOException {
        bench.launcher().releaseByToken(TOKEN);

        clock.pass(Duration.ofHours(24));
        var refused = catchThrowableOfType(
                LauncherException.class, () -> bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO));
        assertThat(refused).isNotNull();

        clock.pass(Duration.ofHours(24));
        bench.launcher().releaseByToken(LocalBench.token(2));
        assertThat(HomeLayout.children(bench.home().resolve("tombstones"))).hasSize(1);
    }

    @Test
    void aNodeOfNoClusterIsEndedByTheNextLauncher() throws LauncherException, IOException {
        var handle = bench.start(TOKEN, 1, "", "sleep 100000");
        bench.awaitRunning(handle);
        Files.delete(bench.home().resolve("clusters.log"));

        bench.reopened();

        bench.await("nothing is left", () -> bench.leftovers(TOKEN).isEmpty());
    }

    @Test
    void aRebootIsALoss() throws LauncherException, IOException {
        var handle = bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);
        var log = bench.home().resolve("clusters.log");
        Files.writeString(log, Files.readString(log).replaceFirst("boot=[^\t]*", "boot=another"));

        var seen = bench.reopened().observe(List.of(handle));

        assertThat(seen).containsValue(new Observation.Gone(Fault.NODE_LOST, "this machine was rebooted"));
    }

    @Test
    void whatWasKeptElsewhereMayBePunchedAway() throws LauncherException {
        var handle = bench.start(TOKEN, 1, "", "head -c 20000000 /dev/zero | tr '\\0' x; echo end");
        bench.await("all was printed", () -> {
            try {
                return bench.launcher().readLog(handle, 0, 20_000_000, 10).length == 4;
            } catch (LauncherException notYet) {
                return false;
            }
        });

        bench.launcher().logKept(handle, 0, 20_000_000);

        var out = bench.node(TOKEN, 0).resolve("out");
        bench.await(
                "space is given back, offsets stay",
                () -> blocks(out) < 10_000_000 && out.toFile().length() == 20_000_004);
        assertThat(bench.reopened().firstKept(handle, 0)).isEqualTo(16L << 20);
    }

    private static long blocks(Path file) {
        try {
            var process = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
            return 512
                    * Long.parseLong(
                            new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
