package dev.outlast.provider.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a job finds on its node.
final class LocalNodesTest {
    private static final Token TOKEN = LocalBench.token(1);

    private final LocalBench bench = new LocalBench(Map.of());

    @AfterEach
    void clear() {
        bench.close();
    }

    private ClusterHandle start(Activation what, int nodes) throws LauncherException {
        var handle = bench.launch(what.token(), nodes, "local.small", Demand.Spot.NO);
        bench.launcher().activate(handle, what);
        return handle;
    }

    private static Activation shell(String run, Map<String, String> environment, List<MountPoint> mounts) {
        return LocalBench.shell(TOKEN, 1, "", run, environment, mounts);
    }

    @Test
    void aJobSeesItsNodeAndNothingOfTheController() throws LauncherException {
        var what = new Activation(
                TOKEN,
                1,
                "",
                "env",
                Map.of("GREETING", "it's two\nlines", "SKYPILOT_TASK_ID", "sky-managed-7"),
                Map.of("API_KEY", "s3cret"),
                Duration.ofSeconds(5),
                Duration.ZERO,
                "",
                List.of());

        var output = bench.awaitOutput(start(what, 1));

        assertThat(output)
                .contains("GREETING=it's two\nlines\n", "API_KEY=s3cret\n", "SKYPILOT_TASK_ID=sky-managed-7\n")
                .contains("SKYPILOT_NODE_RANK=0\n", "SKYPILOT_NUM_NODES=1\n", "OUTLAST_NUM_NODES=1\n")
                .contains("SKYPILOT_NUM_GPUS_PER_NODE=0\n", "SKYPILOT_MANAGED_JOB_ID=1\n", "OUTLAST_ATTEMPT=1\n")
                .containsPattern("SKYPILOT_NODE_IPS=127\\.\\d+\\.\\d+\\.\\d+\n")
                .contains("HOME=" + bench.node(TOKEN, 0).resolve("home") + "\n");
        assertThat(output.lines().map(line -> line.replaceFirst("=.*", "")))
                .as("what the controller's own environment has")
                .doesNotContain("JAVA_HOME", "MAVEN_CMD_LINE_ARGS", "MAVEN_PROJECTBASEDIR");
    }

    @Test
    void theWorkingDirectoryIsACopyWithItsExecutables() throws LauncherException, IOException {
        var tree = Files.createDirectories(bench.blobs().resolve("abc123/bin"));
        Files.writeString(tree.resolve("hello"), "#!/bin/sh\necho hello from $PWD\n");
        Files.setPosixFilePermissions(tree.resolve("hello"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(tree.resolve("alias"), Path.of("hello"));
        var what = new Activation(
                TOKEN,
                1,
                "",
                "bin/alias && echo mine >bin/hello",
                Map.of(),
                Map.of(),
                Duration.ofSeconds(5),
                Duration.ZERO,
                "abc123",
                List.of(new MountPoint.Blob("~/more/files", "abc123")));

        var handle = start(what, 1);

        assertThat(bench.awaitOutput(handle)).isEqualTo("hello from " + home().resolve("sky_workdir") + "\n");
        assertThat(home().resolve("more/files/bin/hello")).isExecutable();
        assertThat(tree.resolve("hello")).as("the upload itself").content().contains("hello from");
    }

    @Test
    void bucketsAreMountedInPlaceAndCopiesAreCopies() throws LauncherException, IOException {
        Files.createDirectories(bench.buckets().resolve("models/small"));
        Files.writeString(bench.buckets().resolve("models/small/weights"), "42");
        var what = shell(
                "cat ~/models/weights; echo new >~/models/weights; echo 7 >~/ckpt/step; echo $OUTLAST_RESUME_MANIFEST",
                Map.of("OUTLAST_RESUME_MANIFEST", "local://runs/job-1/sealed/manifest.json"),
                List.of(
                        new MountPoint.Bucket("~/ckpt", "local://runs/job-1", false),
                        new MountPoint.BucketCopy("models", "local://models/small")));

        var output = bench.awaitOutput(start(what, 1));

        assertThat(output).isEqualTo("42" + home().resolve("ckpt/sealed/manifest.json") + "\n");
        assertThat(bench.buckets().resolve("runs/job-1/step")).hasContent("7");
        assertThat(bench.buckets().resolve("models/small/weights")).hasContent("42");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/data", "~/../outside", "../outside", "~/.", "~"})
    void mountsOutsideOfHomeAreRefused(String path) throws LauncherException {
        assertRefused(new MountPoint.Bucket(path, "local://bucket", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://bucket", "local://", "local://../etc", "local://a/../../etc", "local://a/../b"})
    void bucketsThatAreNotOursAreRefused(String url) throws LauncherException {
        assertRefused(new MountPoint.Bucket("~/x", url, false));
    }

    @Test
    void aMountThatMustNotBeWrittenIsRefused() throws LauncherException {
        assertRefused(new MountPoint.Bucket("~/x", "local://bucket", true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "../../etc", "/etc/passwd"})
    void uploadsThatAreNotThereAreRefused(String name) throws LauncherException {
        assertRefused(new MountPoint.Blob("~/x", name));
    }

    private void assertRefused(MountPoint mount) throws LauncherException {
        var handle = bench.launch(TOKEN, 1, "local.small", Demand.Spot.NO);

        var refused = catchThrowableOfType(
                LauncherException.class,
                () -> bench.launcher().activate(handle, shell("true", Map.of(), List.of(mount))));

        assertThat(refused).isNotNull();
        assertThat(refused.fault()).isEqualTo(Fault.CONFIG);
        assertThat(bench.phases(handle)).hasOnlyElementsOfType(Phase.Waiting.class);
    }

    @Test
    void theUsersProfileIsReadWithTheUsersHome() throws LauncherException, IOException {
        try (var login = new LocalBench(Map.of("profile", "login"))) {
            Files.writeString(login.userHome().resolve("tools"), "export TOOL=hammer\n");
            Files.writeString(login.userHome().resolve(".profile"), "export FROM_PROFILE=$HOME\n");
            Files.writeString(login.userHome().resolve(".bashrc"), ". \"$HOME/tools\"\n");

            var handle = login.start(TOKEN, 1, "", "echo $TOOL; echo $FROM_PROFILE; echo $HOME; pwd");

            var home = login.node(TOKEN, 0).resolve("home");
            assertThat(login.awaitOutput(handle).lines())
                    .containsExactly(
                            "hammer",
                            login.userHome().toString(),
                            home.toString(),
                            home.resolve("sky_workdir").toString());
        }
    }

    @Test
    void aGangRunsOnceAllHaveBeenSetUp() throws LauncherException, IOException {
        var gate = bench.buckets().resolve("gate");
        Files.createDirectories(bench.buckets());
        var handle = bench.start(
                TOKEN,
                3,
                "if [ $SKYPILOT_NODE_RANK = 1 ]; then until [ -e " + gate + " ]; do sleep 0.02; done; fi",
                "echo $SKYPILOT_NODE_RANK of $SKYPILOT_NODE_IPS; [ -e " + gate + " ] || exit 9");
        bench.await(
                "two wait for the third",
                () -> Files.exists(bench.node(TOKEN, 0).resolve("state/phase"))
                        && readPhases(0).contains("barrier")
                        && readPhases(2).contains("barrier"));
        assertThat(bench.phases(handle)).hasOnlyElementsOfType(Phase.InSetup.class);

        Files.writeString(gate, "");

        var output = bench.awaitOutput(handle).strip();
        assertThat(bench.phases(handle)).containsOnly(new Phase.Exited(false, 0, false));
        assertThat(output).startsWith("0 of 127.");
        assertThat(output.split(" ")).doesNotHaveDuplicates().hasSize(5);
    }

    private String readPhases(int rank) {
        try {
            return Files.readString(bench.node(TOKEN, rank).resolve("state/phase"));
        } catch (IOException notYet) {
            return "";
        }
    }

    @Test
    void aNodeWithoutContactEndsItsJob() throws LauncherException {
        var handle = start(
                new Activation(
                        TOKEN,
                        1,
                        "",
                        "sleep 100000",
                        Map.of(),
                        Map.of(),
                        Duration.ZERO,
                        Duration.ofSeconds(2),
                        "",
                        List.of()),
                1);

        bench.await(
                "the lease runs out", () -> Files.exists(bench.node(TOKEN, 0).resolve("state/exit")));

        assertThat(bench.phases(handle))
                .singleElement()
                .isInstanceOfSatisfying(
                        Phase.Exited.class,
                        exited -> assertThat(exited.stopped()).isTrue());
    }

    @Test
    void aNodeThatDiesByItselfIsLostButASupervisorAloneIsNot() throws LauncherException, IOException {
        var handle = bench.start(TOKEN, 2, "", "sleep 100000");
        bench.awaitRunning(handle);

        process(1, "state/pid").destroyForcibly();
        bench.await("the supervisor is gone", () -> isGone(1, "state/pid"));
        assertThat(bench.look(handle)).as("the job itself lives").isInstanceOf(Observation.Up.class);

        process(1, "state/job").destroyForcibly();
        bench.await(
                "lost",
                () -> bench.look(handle)
                        .equals(new Observation.Gone(Fault.NODE_LOST, "rank 1: its process group is gone")));
    }

    private ProcessHandle process(int rank, String file) throws IOException {
        return RunnerProcess.in(bench.node(TOKEN, rank).resolve(file), bootId()).orElseThrow();
    }

    private boolean isGone(int rank, String file) {
        try {
            return RunnerProcess.in(bench.node(TOKEN, rank).resolve(file), bootId())
                    .isEmpty();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }

    private Path home() {
        return bench.node(TOKEN, 0).resolve("home");
    }
}
