package dev.outlast.core.task;

import static dev.outlast.core.task.Parsing.accepted;
import static dev.outlast.core.task.Parsing.task;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What the values are that come out of the fixtures.
class ReadValuesTest {
    @Test
    void whatClientsWriteForTheirUsers() {
        var parsed = Parsing.accepted("run: x\nresources: {image_id: {null: 'docker:ubuntu:22.04'}, disk_size: 256}\n");
        var spec = parsed.job().tasks().getFirst().resources().specs().getFirst();
        assertThat(spec.image()).isEqualTo(new Image.Everywhere("docker:ubuntu:22.04"));
        assertThat(parsed.warnings()).extracting(Warning::path).containsExactly("resources.image_id");
    }

    @Test
    void trainingOnSpot() {
        var task = task(Fixtures.read("02-train-spot-bucket"));
        assertThat(task.name()).isEqualTo("finetune-llama");
        assertThat(task.numNodes()).isEqualTo(2);
        var spec = task.resources().specs().getFirst();
        assertThat(spec.accelerators())
                .isEqualTo(new Accelerators(
                        List.of(new AcceleratorDemand.Named("H100", 8), new AcceleratorDemand.Named("A100-80GB", 8)),
                        false));
        assertThat(task.resources().candidates()).hasSize(2);
        assertThat(task.resources().inOrder()).isFalse();
        assertThat(spec.useSpot()).isEqualTo(Spot.YES);
        assertThat(spec.cpus()).isEqualTo(new Amount.AtLeast(32));
        assertThat(spec.memoryGb()).isEqualTo(new Amount.AtLeast(128));
        assertThat(spec.diskSizeGb()).isEqualTo(512);
        assertThat(task.recovery().maxRestartsOnErrors()).isEqualTo(3);
        assertThat(task.recovery().recoverOnExitCodes()).containsExactly(33, 34);
        assertThat(task.envs())
                .containsExactly(
                        Map.entry("MODEL", "meta-llama/Llama-3-8B"),
                        Map.entry("EPOCHS", "3"),
                        Map.entry("LR", "2e-5"),
                        Map.entry("BUCKET", "my-checkpoints"),
                        Map.entry("EMPTY", ""));
        assertThat(task.secrets()).containsEntry("HF_TOKEN", new Secret.Inline("hf_abcdefghijklmnop"));
        assertThat(task.toString()).doesNotContain("hf_abcdefghijklmnop");
        assertThat(task.hasRun()).isTrue();
        assertThat(task.hasSetup()).isTrue();
    }

    @Test
    void mountsAndTheirLocalPaths() {
        var task = task(Fixtures.read("02-train-spot-bucket"));
        assertThat(task.fileMounts())
                .containsExactly(
                        new FileMount.StorageMount(
                                "/data",
                                "",
                                List.of("local://datasets/c4"),
                                FileMount.Store.LOCAL,
                                FileMount.Mode.MOUNT,
                                true,
                                "",
                                Map.of()),
                        new FileMount.StorageMount(
                                "/checkpoints",
                                "my-checkpoints",
                                List.of(),
                                FileMount.Store.LOCAL,
                                FileMount.Mode.MOUNT_CACHED,
                                false,
                                "",
                                Map.of()),
                        new FileMount.LocalCopy("~/config.json", "./configs/meta-llama/Llama-3-8B.json"));
        var storages = task.fileMounts().stream()
                .filter(FileMount.StorageMount.class::isInstance)
                .map(FileMount.StorageMount.class::cast)
                .toList();
        assertThat(storages.stream().map(FileMount.StorageMount::bucket))
                .containsExactly(
                        new BucketUrl("local", "datasets", "c4"), new BucketUrl("local", "my-checkpoints", ""));
        assertThat(storages.stream().flatMap(s -> s.localSources().stream())).isEmpty();
        assertThat(task.workdir()).isEqualTo(new Workdir.Local("~/code/train"));
        assertThat(task.localPaths())
                .containsExactly(
                        new LocalPath(17, 10, "workdir", "~/code/train", LocalPath.Kind.DIRECTORY),
                        new LocalPath(
                                38,
                                18,
                                "file_mounts['~/config.json']",
                                "./configs/meta-llama/Llama-3-8B.json",
                                LocalPath.Kind.FILE_OR_DIRECTORY));
        assertThat(task.localPaths().getFirst().missing().render("t.yaml"))
                .isEqualTo("t.yaml:17:10: workdir: '~/code/train' is not an existing directory on this machine");
    }

    @Test
    void anyOfCopiesTheBaseIntoEachItem() {
        var choice = task(Fixtures.read("03-any-of")).resources();
        assertThat(choice).isInstanceOf(ResourceChoice.AnyOf.class);
        assertThat(choice.specs()).allSatisfy(s -> assertThat(s.cpus()).isEqualTo(new Amount.AtLeast(4)));
        assertThat(choice.specs().stream().map(ResourceSpec::provider)).containsExactly("aws", "gcp", "kubernetes");
        assertThat(choice.specs().get(1).labels())
                .containsExactly(Map.entry("team", "research"), Map.entry("cost", "mine"));
        assertThat(choice.specs().get(0).labels()).containsEntry("cost", "shared");
        assertThat(choice.specs().get(0).useSpot()).isEqualTo(Spot.YES);
        assertThat(choice.specs().get(1).useSpot()).isEqualTo(Spot.UNSPECIFIED);
        assertThat(choice.specs().get(2).region()).isEqualTo("my-cluster/with/slashes");
    }

    @Test
    void orderedKeepsItsOrder() {
        var choice = task(Fixtures.read("04-ordered")).resources();
        assertThat(choice).isInstanceOf(ResourceChoice.Ordered.class);
        assertThat(choice.inOrder()).isTrue();
        assertThat(choice.candidates().stream().map(ResourceSpec::provider))
                .containsExactly("slurm", "kubernetes", "aws");
        assertThat(choice.specs().getLast().zone()).isEqualTo("us-west-2a");
    }

    @Test
    void itemsReplaceWhatANewPlaceMakesStale() {
        var specs = task(Fixtures.read("45-deep-choice-of-places")).resources().specs();
        assertThat(specs.stream().map(s -> s.provider() + "/" + s.region() + "/" + s.zone()))
                .containsExactly("aws/us-east-1/", "aws/us-west-2/us-west-2b", "gcp//", "local//");
        assertThat(specs.stream().map(ResourceSpec::useSpot)).containsExactly(Spot.YES, Spot.YES, Spot.NO, Spot.YES);
    }

    @Test
    void acceleratorForms() {
        var accelerators = task(Fixtures.read("16-accelerator-forms"))
                .resources()
                .specs()
                .getFirst()
                .accelerators();
        assertThat(accelerators.ordered()).isTrue();
        assertThat(accelerators.alternatives())
                .containsExactly(
                        new AcceleratorDemand.Named("H100", 8),
                        new AcceleratorDemand.ByMemory("", new Amount.AtLeast(80), 1),
                        new AcceleratorDemand.ByMemory("nvidia", new Amount.Exactly(40), 2),
                        new AcceleratorDemand.Named("A100-80GB", 4),
                        new AcceleratorDemand.Named("V100", 0.5));
    }

    @Test
    void aSetIsUnordered() {
        var choice = task("resources: {accelerators: {L4:1, A10g:1}}\nrun: x").resources();
        assertThat(choice.specs().getFirst().accelerators())
                .isEqualTo(new Accelerators(
                        List.of(new AcceleratorDemand.Named("L4", 1), new AcceleratorDemand.Named("A10G", 1)), false));
        assertThat(choice.inOrder()).isFalse();
    }

    @Test
    void pipelineWithHeader() {
        var job = accepted(Fixtures.read("05-pipeline")).job();
        assertThat(job.name()).isEqualTo("nightly");
        assertThat(job.execution()).isEqualTo(Execution.SERIAL);
        assertThat(job.tasks().stream().map(TaskSpec::name)).containsExactly("prepare", "nightly-1", "evaluate");
        assertThat(job.tasks().stream().map(TaskSpec::priority)).containsExactly(10, 10, 0);
        assertThat(job.notYet()).isEmpty();
    }

    @Test
    void namesWithoutHeader() {
        var overrides = Overrides.NONE.withFallbackName("brave-otter");
        assertThat(accepted(Fixtures.read("06-pipeline-without-header"), overrides)
                        .job()
                        .name())
                .isEqualTo("brave-otter");
        var alone = accepted(Fixtures.read("01-minimal"), overrides).job();
        assertThat(alone.name()).isEqualTo("brave-otter");
        assertThat(alone.tasks().getFirst().name()).isEqualTo("brave-otter");
        assertThat(accepted("name: header\n---\nname: own\nrun: x")
                        .job()
                        .tasks()
                        .getFirst()
                        .name())
                .isEqualTo("header");
    }

    @Test
    void aHeaderAloneIsATrivialTask() {
        var job = accepted(Fixtures.read("07-header-only")).job();
        assertThat(job.name()).isEqualTo("nothing-to-do");
        assertThat(job.tasks()).hasSize(1);
        assertThat(job.tasks().getFirst().hasRun()).isFalse();
    }

    @Test
    void group() {
        var parsed = accepted(Fixtures.read("09-group"));
        assertThat(parsed.warnings()).isEmpty();
        var job = parsed.job();
        assertThat(job.execution()).isEqualTo(Execution.PARALLEL);
        assertThat(job.group())
                .isEqualTo(new GroupHeader(
                        List.of("trainer"), Duration.ofSeconds(30), Map.of("replay", Duration.ofHours(1)), false));
        assertThat(job.tasks().stream().map(TaskSpec::name)).containsExactly("trainer", "replay");
        assertThat(job.notYet()).contains(NotYet.JOB_GROUPS);
    }

    @Test
    void limits() {
        assertThat(task(Fixtures.read("10-outlast-limits")).limits())
                .isEqualTo(new OutlastSpec(
                        new Deadline.At(Instant.parse("2027-01-01T00:00:00Z")),
                        Duration.ofHours(36),
                        Duration.ofHours(2),
                        new BigDecimal("250"),
                        Duration.ofMinutes(20),
                        new OnSilence.RelaunchAfter(Duration.ofMinutes(15)),
                        Duration.ofSeconds(90),
                        Duration.ofHours(1)));
        var byEnv = task(Fixtures.read("11-limits-by-env")).limits();
        assertThat(byEnv.maxDuration()).isEqualTo(Duration.ofHours(2));
        assertThat(byEnv.stallAfter()).isEqualTo(Duration.ofMinutes(10));
        assertThat(byEnv.onSilence()).isEqualTo(OnSilence.WAIT);
        assertThat(byEnv.grace()).isEqualTo(Duration.ofSeconds(30));
        assertThat(task("run: x").limits()).isEqualTo(OutlastSpec.DEFAULT);
        assertThat(task("outlast: {deadline: 12h}\nrun: x").limits().deadline())
                .isEqualTo(new Deadline.Within(Duration.ofHours(12)));
        assertThat(task("outlast: {deadline: '2027-01-01 02:00:00+02:00'}\nrun: x")
                        .limits()
                        .deadline())
                .isEqualTo(new Deadline.At(Instant.parse("2027-01-01T00:00:00Z")));
    }

    @Test
    void whatDoesNotActIsStillRead() {
        var task = task(Fixtures.read("14-all-not-yet"));
        var spec = task.resources().specs().getFirst();
        assertThat(spec.image()).isEqualTo(new Image.Everywhere("docker:nvcr.io/nvidia/pytorch:24.05-py3"));
        assertThat(spec.ports()).containsExactly(new PortRange(8000, 8011), new PortRange(8080, 8080));
        assertThat(spec.autostop())
                .isEqualTo(new Autostop(true, Duration.ofMinutes(10), true, "none", "", Duration.ZERO));
        assertThat(spec.maxHourlyCost()).isEqualByComparingTo("12.5");
        assertThat(spec.localDisk()).isEqualTo("nvme:500+");
        assertThat(spec.acceleratorArgs()).containsEntry("tpu_vm", "true");
        assertThat(task.priorityClass()).isEqualTo("high");
        assertThat(task.volumes().getFirst()).isEqualTo(new VolumeMount.Existing("/mnt/data", "my-volume"));
        assertThat(task.volumes().getLast())
                .isInstanceOfSatisfying(
                        VolumeMount.Ephemeral.class, v -> assertThat(v.sizeGb()).isEqualTo(100));
        assertThat(task.eventCallback()).isEqualTo("echo $JOB_STATUS");
        assertThat(task.dormant().hooks())
                .containsExactly(
                        new LifecycleHook("./save.sh", Set.of(LifecycleHook.Event.PREEMPTION), Duration.ofSeconds(30)));
        assertThat(task.dormant().managedSecrets())
                .containsExactly(new ManagedSecret("HF", ""), new ManagedSecret("WANDB", "/run/wandb"));
        assertThat(task.dormant().inputs()).isEqualTo(new Transfer("gs://in", BigDecimal.TEN));
        assertThat(((FileMount.StorageMount) task.fileMounts().getFirst()).tuning())
                .containsEntry("mount_cached.transfers", "8")
                .containsEntry("mount_cached.vfs_write_back", "5s");
        assertThat(task.config()).isInstanceOf(Setting.Named.class);
    }

    @Test
    void oldSpellingsAct() {
        var task = task(Fixtures.read("17-old-keys"));
        assertThat(task.numNodes()).isEqualTo(2);
        assertThat(task.envs()).containsEntry("A", "1");
        assertThat(task.run()).isEqualTo("echo old");
        assertThat(task.recovery().strategy()).isEqualTo(RecoverySpec.Strategy.FAILOVER);
        var spec = task.resources().specs().getFirst();
        assertThat(spec.useSpot()).isEqualTo(Spot.YES);
        assertThat(spec.cpus()).isEqualTo(new Amount.Exactly(4));
    }

    @Test
    void defaults() {
        var task = task("run: x");
        assertThat(task).isEqualTo(TaskSpec.of("job", "x"));
        assertThat(task.recovery().strategy()).isEqualTo(RecoverySpec.Strategy.EAGER_NEXT_REGION);
        assertThat(task.resources().specs().getFirst().diskSizeGb()).isEqualTo(256);
        assertThat(accepted("run: x").job()).isEqualTo(JobSpec.of(task));
    }

    @Test
    void numbersInEnvsStayAsWritten() {
        var envs = task("envs: {A: 010, B: 1_000, C: 1.0, D: 0x1F, E: 12:30:00, F: 2026-01-01, G: 1e3}\nrun: x")
                .envs();
        assertThat(envs.values()).containsExactly("010", "1_000", "1.0", "0x1F", "12:30:00", "2026-01-01", "1e3");
    }

    @Test
    void dockerLoginIsAllInOnePlace() {
        var login = "{SKYPILOT_DOCKER_USERNAME: u, SKYPILOT_DOCKER_PASSWORD: p, SKYPILOT_DOCKER_SERVER: s}\nrun: x";
        assertThat(task("envs: " + login).envs()).hasSize(3);
        assertThat(task("secrets: " + login).secrets()).hasSize(3);
    }

    @Test
    void memoryTimesCpus() {
        var spec = task(Fixtures.read("43-fractions-and-x")).resources().specs().getFirst();
        assertThat(spec.memoryGb()).isEqualTo(new Amount.AtLeast(2));
        assertThat(spec.diskSizeGb()).isEqualTo(1024);
    }

    @Test
    void variablesGoIntoPaths() {
        var task = task("""
            workdir: $ROOT/code
            envs: {ROOT: /home/me, A: $ROOT, X1: one}
            secrets: {BUCKET: my-bucket}
            file_mounts:
              /data/${X1}: ${ROOT}/$UNKNOWN/${UNKNOWN}/$/${/$X1$X1
              /secret: local://${BUCKET}/$A
            run: echo $ROOT
            """);
        assertThat(task.workdir()).isEqualTo(new Workdir.Local("/home/me/code"));
        assertThat(task.run()).isEqualTo("echo $ROOT");
        assertThat(task.fileMounts())
                .containsExactly(
                        new FileMount.LocalCopy("/data/one", "/home/me/$UNKNOWN/${UNKNOWN}/$/${/oneone"),
                        new FileMount.BucketCopy("/secret", new BucketUrl("local", "my-bucket", "$ROOT")));
    }

    @Test
    void aCommandIsATask() {
        var parsed = TaskLanguage.fromCommand("python train.py: --x", Overrides.NONE.withEnv("A", "1"));
        assertThat(parsed).isInstanceOfSatisfying(Parsed.Accepted.class, ok -> {
            assertThat(ok.job().tasks().getFirst().run()).isEqualTo("python train.py: --x");
            assertThat(ok.job().tasks().getFirst().envs()).containsEntry("A", "1");
        });
        assertThat(TaskLanguage.fromCommand("  ", Overrides.NONE)).isInstanceOf(Parsed.Refused.class);
    }
}
