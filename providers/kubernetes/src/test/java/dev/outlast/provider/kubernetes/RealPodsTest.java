package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.testkit.kubernetes.FakeNodes;
import dev.outlast.testkit.kubernetes.LocalKubelet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// What a job finds in its pod and how it ends, in real pods on a real kubelet.
@Tag("kubernetes")
@EnabledIf("dev.outlast.testkit.kubernetes.LocalKubelet#isInstalled")
class RealPodsTest {
    private static final Map<String, String> HERE = Map.of("node_selector.kubernetes.io/hostname", LocalKubelet.NODE);
    private static final Token TOKEN = KubeBench.token(1);

    private final KubeBench bench = new KubeBench(LocalKubelet.shared().cluster(), HERE);

    @AfterEach
    void close() {
        bench.close();
    }

    private static Activation job(String setup, String run) {
        return KubeBench.shell(TOKEN, 1, setup, run);
    }

    private String output(ClusterHandle handle, int rank) throws LauncherException {
        bench.await("the end of all ranks", () -> bench.isAll(handle, Phase.Exited.class::isInstance));
        return bench.log(handle, rank);
    }

    @Test
    void aGangKnowsItsPeersAndRunsWhenAllAreSetUp() throws Exception {
        var setup = "sleep $((SKYPILOT_NODE_RANK * 2)); date +%s >~/done";
        var run = """
                echo "rank $SKYPILOT_NODE_RANK of $SKYPILOT_NUM_NODES in $(pwd), user $(id -u)"
                echo "$SKYPILOT_NODE_IPS" | wc -l
                [ "$SKYPILOT_HEAD_IP" = "$(echo "$SKYPILOT_NODE_IPS" | head -n 1)" ] && echo head
                [ $SKYPILOT_NODE_RANK = 0 ] && echo "waited $(($(date +%s) - $(cat ~/done) >= 1))"
                echo "$A $B"
                """;
        var what = new Activation(
                TOKEN,
                1,
                setup,
                run,
                Map.of("A", "it's"),
                Map.of("B", "hush\nhush"),
                Duration.ofSeconds(5),
                Duration.ZERO,
                "",
                List.of());

        var handle = bench.start(TOKEN, 2, what);

        assertThat(output(handle, 0))
                .isEqualTo("rank 0 of 2 in /outlast/own/home, user 1000\n2\nhead\nwaited 1\nit's hush\nhush\n");
        assertThat(output(handle, 1)).startsWith("rank 1 of 2").contains("head");
        assertThat(bench.kubectl("get", "pods", "-o", "yaml"))
                .doesNotContain("hush")
                .doesNotContain("it's");
    }

    @Test
    void aDrainedJobHasItsGraceAndSaysThatItWasStopped() throws Exception {
        var run =
                "trap 'echo saving; sleep 2; echo saved; exit 0' TERM\necho ready\nwhile :; do sleep 1 & wait $!; done";
        var handle = bench.start(TOKEN, 1, job("", run));
        bench.await("it is ready", () -> printed(handle, "ready"));

        bench.launcher().drain(handle);

        bench.await("its end", () -> bench.isAll(handle, new Phase.Exited(false, 0, true)::equals));
        // The signal reaches the shell's own sleep too, of which some shells print that it was terminated.
        assertThat(bench.log(handle, 0)).containsSubsequence("ready\n", "saving\n", "saved\n");
    }

    private boolean printed(ClusterHandle handle, String text) {
        try {
            return bench.log(handle, 0).contains(text);
        } catch (LauncherException notYet) {
            return false;
        }
    }

    @Test
    void aJobThatDoesNotListenIsKilledAfterItsGrace() throws Exception {
        var handle = bench.start(TOKEN, 1, job("", "trap '' TERM\necho deaf\nwhile :; do sleep 1; done"));
        bench.await("it is deaf", () -> printed(handle, "deaf"));

        bench.launcher().drain(handle);

        bench.await("its end", () -> bench.isAll(handle, new Phase.Exited(false, 137, true)::equals));
    }

    @Test
    void withoutContactItEndsItself() throws Exception {
        var what = new Activation(
                TOKEN,
                1,
                "",
                "sleep 1000",
                Map.of(),
                Map.of(),
                Duration.ofSeconds(5),
                Duration.ofSeconds(6),
                "",
                List.of());
        var handle = bench.start(TOKEN, 1, what);
        bench.awaitRunning(handle);
        var pod = Keys.pod(TOKEN, 0);
        for (int look = 0; look < 3; look++) {
            var before = contact(pod);
            bench.await("the lease is renewed", () -> {
                bench.look(handle);
                return !contact(pod).equals(before);
            });
        }

        bench.await(
                "it ends without anybody looking",
                () -> bench.kubectl("get", "pod", pod, "-o", "jsonpath={.status.phase}")
                        .equals("Failed"));
        assertThat(bench.isAll(handle, new Phase.Exited(false, 143, true)::equals))
                .isTrue();
    }

    private String contact(String pod) {
        return bench.kubectl("get", "pod", pod, "-o", "jsonpath={.metadata.annotations.outlast\\.dev/contact}");
    }

    @Test
    void uploadedFilesAreThereBeforeSetup(@TempDir Path files) throws Exception {
        Files.writeString(files.resolve("a b.txt"), "alpha");
        Files.writeString(Files.createDirectory(files.resolve("deep")).resolve("big"), "0123456789".repeat(300_000));
        for (var name : List.of("w", "d")) {
            run(
                    "tar",
                    "-C",
                    files.toString(),
                    "-cf",
                    bench.blobs().resolve(name + ".tar").toString(),
                    ".");
        }
        var what = new Activation(
                TOKEN,
                1,
                "cat 'a b.txt'; pwd",
                "wc -c <deep/big; cat ~/data/deep/big | md5sum | cut -c1-8; ls ~/data",
                Map.of(),
                Map.of(),
                Duration.ofSeconds(5),
                Duration.ZERO,
                "w",
                List.of(new MountPoint.Blob("~/data", "d")));

        var handle = bench.start(TOKEN, 2, what);

        for (int rank = 0; rank < 2; rank++) {
            assertThat(output(handle, rank))
                    .startsWith("alpha/outlast/own/home/sky_workdir\n3000000\n")
                    .endsWith("a b.txt\ndeep\n");
        }
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Test
    void whoEatsTooMuchMemoryIsToldSo() throws Exception {
        var handle = bench.start(TOKEN, 1, job("", "tail /dev/zero"));

        bench.await(
                "its end",
                () -> bench.look(handle) instanceof Observation.Gone
                        || bench.isAll(handle, Phase.Exited.class::isInstance));
        assertThat(bench.look(handle)).isInstanceOfSatisfying(Observation.Gone.class, gone -> {
            assertThat(gone.fault()).isEqualTo(Fault.USER);
            assertThat(gone.detail()).contains("OOMKilled");
        });
    }

    @Test
    void anImageThatIsNotThereIsNamed() throws Exception {
        var broken = new KubeBench(
                bench.cluster(),
                Map.of("node_selector.kubernetes.io/hostname", LocalKubelet.NODE, "image", "No Such Image!"));
        try {
            var handle = broken.start(TOKEN, 1, job("", "true"));
            broken.awaitGone(handle, Fault.CONFIG);
            assertThat(broken.look(handle).toString()).contains("InvalidImageName");
        } finally {
            broken.close();
        }
    }

    @Test
    void aRotatedLogGoesOnAndNothingComesTwice() throws Exception {
        var run =
                "i=0; while [ $i -lt 4000 ]; do echo \"line $i ........................................\"; i=$((i + 1)); [ $((i % 400)) -ne 0 ] || sleep 1; done; echo end";
        var handle = bench.start(TOKEN, 1, job("", run));
        var all = new StringBuilder();

        bench.await("all is read", () -> {
            try {
                var offset = all.toString().getBytes(StandardCharsets.UTF_8).length;
                all.append(new String(bench.launcher().readLog(handle, 0, offset, 1 << 16), StandardCharsets.UTF_8));
            } catch (LauncherException notNow) {
                return false;
            }
            return all.toString().endsWith("end\n");
        });

        var lines = all.toString()
                .lines()
                .filter(line -> line.startsWith("line "))
                .map(line -> Integer.valueOf(line.split(" ", -1)[1]))
                .toList();
        assertThat(lines).isSorted().doesNotHaveDuplicates();
        System.out.println("rotation: " + lines.size() + " of 4000 lines came");
    }

    @Test
    void theServerGoesInMidStreamAndNothingIsLost() throws Exception {
        var handle =
                bench.start(TOKEN, 1, job("", "i=0; while [ $i -lt 300 ]; do echo $i; i=$((i + 1)); sleep 0.1; done"));
        bench.awaitRunning(handle);
        var all = new StringBuilder();
        bench.await("it prints", () -> read(handle, all) > 20);

        bench.cluster().killServer();
        bench.await("unknown", () -> bench.look(handle) instanceof Observation.Unknown);
        assertThat(read(handle, all)).isNegative();
        bench.cluster().startServer();

        bench.await(
                "all is read", () -> read(handle, all) >= 0 && all.toString().endsWith("299\n"));
        assertThat(all.toString().lines().map(Integer::valueOf).toList())
                .isEqualTo(IntStream.range(0, 300).boxed().toList());
        bench.await("its end is seen", () -> bench.isAll(handle, new Phase.Exited(false, 0, false)::equals));
    }

    /// How much is there now, or -1 when it cannot be read.
    private int read(ClusterHandle handle, StringBuilder all) {
        try {
            all.append(new String(bench.launcher().readLog(handle, 0, all.length(), 1 << 20), StandardCharsets.UTF_8));
            return all.length();
        } catch (LauncherException away) {
            return -1;
        }
    }

    @Test
    void aKilledKubeletLeavesItsContainerAndTheJobIsUnknownThenLost() throws Exception {
        var handle = bench.start(TOKEN, 1, job("", "sleep 1000"));
        bench.awaitRunning(handle);

        // Where most nodes are silent, Kubernetes takes it for its own fault and evicts nothing.
        var others = FakeNodes.start(bench.cluster());
        others.add("healthy-1", Map.of("pool", "other"), "", Map.of("cpu", "1", "memory", "1Gi"));
        others.add("healthy-2", Map.of("pool", "other"), "", Map.of("cpu", "1", "memory", "1Gi"));

        LocalKubelet.shared().killKubelet();
        try {
            bench.await("unknown", () -> bench.look(handle) instanceof Observation.Unknown);
            bench.awaitGone(handle, Fault.NODE_LOST);
            assertThat(LocalKubelet.shared().ctr("tasks", "list"))
                    .as("nobody ended it")
                    .contains("RUNNING");
            bench.launcher().release(handle);
            assertThat(bench.kubectl("get", "pods", "-o", "name")).isEmpty();
        } finally {
            LocalKubelet.shared().startKubelet();
            bench.cluster().kubectl("delete", "nodes", "-l", "pool=other", "--wait=false");
            others.close();
        }
    }
}
