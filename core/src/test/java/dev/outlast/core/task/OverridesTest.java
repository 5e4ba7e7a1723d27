package dev.outlast.core.task;

import static dev.outlast.core.task.Overrides.Option;
import static dev.outlast.core.task.Parsing.accepted;
import static dev.outlast.core.task.Parsing.problems;
import static dev.outlast.core.task.Parsing.task;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The command line over the file.
class OverridesTest {
    private static final String TASK = """
        name: from-file
        workdir: ./code
        num_nodes: 2
        resources:
          infra: aws/us-east-1/us-east-1a
          accelerators: {A100: 1, H100: 1}
          cpus: 4
          use_spot: true
          image_id: docker:a
          priority: 3
          job_recovery: FAILOVER
        envs: {A: file, B: null}
        run: x
        """;

    private static final Overrides B = Overrides.NONE.withEnv("B", "given");

    @Test
    void everyOptionIsLaidOverTheFile() {
        var task = task(
                TASK,
                B.with(Option.NAME, "mine")
                        .with(Option.WORKDIR, "/other")
                        .with(Option.NUM_NODES, "5")
                        .with(Option.INFRA, "gcp/us-central1")
                        .with(Option.GPUS, "l4:2")
                        .with(Option.CPUS, "8+")
                        .with(Option.MEMORY, "64GB")
                        .with(Option.INSTANCE_TYPE, "g2-standard-8")
                        .with(Option.USE_SPOT, "false")
                        .with(Option.IMAGE_ID, "docker:b")
                        .with(Option.DISK_SIZE, "1TB")
                        .with(Option.DISK_TIER, "none")
                        .with(Option.NETWORK_TIER, "best")
                        .with(Option.PORTS, "80", "8000-8010")
                        .with(Option.PRIORITY, "-7")
                        .with(Option.JOB_RECOVERY, "eager_next_region"));
        assertThat(task.name()).isEqualTo("mine");
        assertThat(task.workdir()).isEqualTo(new Workdir.Local("/other"));
        assertThat(task.numNodes()).isEqualTo(5);
        assertThat(task.priority()).isEqualTo(-7);
        assertThat(task.recovery().strategy()).isEqualTo(RecoverySpec.Strategy.EAGER_NEXT_REGION);
        var spec = task.resources().specs().getFirst();
        assertThat(spec.provider() + "/" + spec.region() + "/" + spec.zone()).isEqualTo("gcp/us-central1/");
        assertThat(spec.accelerators()).isEqualTo(Accelerators.of(new AcceleratorDemand.Named("L4", 2)));
        assertThat(spec.cpus()).isEqualTo(new Amount.AtLeast(8));
        assertThat(spec.memoryGb()).isEqualTo(new Amount.Exactly(64));
        assertThat(spec.instanceType()).isEqualTo("g2-standard-8");
        assertThat(spec.useSpot()).isEqualTo(Spot.NO);
        assertThat(spec.image()).isEqualTo(new Image.Everywhere("docker:b"));
        assertThat(spec.diskSizeGb()).isEqualTo(1024);
        assertThat(spec.ports()).hasSize(2);
    }

    @Test
    void partsOfThePlace() {
        assertThat(place(Option.REGION, "us-west-2")).isEqualTo("aws/us-west-2/");
        assertThat(place(Option.ZONE, "us-east-1b")).isEqualTo("aws/us-east-1/us-east-1b");
        assertThat(place(Option.CLOUD, "gcp")).isEqualTo("gcp//");
        assertThat(place(Option.CLOUD, "AWS")).isEqualTo("aws/us-east-1/us-east-1a");
        assertThat(place(Option.INFRA, "k8s/a/b")).isEqualTo("kubernetes/a/b/");
        assertThat(place(Option.INFRA, "*")).isEqualTo("//");
        assertThat(place(Option.INFRA, "none")).isEqualTo("//");
    }

    private static String place(Option option, String value) {
        var spec = task(TASK, B.with(option, value)).resources().specs().getFirst();
        return spec.provider() + "/" + spec.region() + "/" + spec.zone();
    }

    @Test
    void noneRemoves() {
        var task = task(
                TASK, B.with(Option.GPUS, "none").with(Option.IMAGE_ID, "None").with(Option.CPUS, "none"));
        var spec = task.resources().specs().getFirst();
        assertThat(spec.accelerators().isNone()).isTrue();
        assertThat(spec.image()).isEqualTo(Image.DEFAULT);
        assertThat(spec.cpus()).isEqualTo(Amount.any());
    }

    @Test
    void optionsGoOverEachItemOfAChoice() {
        var yaml = "resources: {any_of: [{accelerators: L4}, {accelerators: T4}, {infra: gcp}]}\nrun: x";
        var choice = task(yaml, Overrides.NONE.with(Option.GPUS, "H100").with(Option.USE_SPOT, "true"))
                .resources();
        assertThat(choice.specs()).hasSize(2).allSatisfy(s -> {
            assertThat(s.accelerators()).isEqualTo(Accelerators.of(new AcceleratorDemand.Named("H100", 1)));
            assertThat(s.useSpot()).isEqualTo(Spot.YES);
        });
    }

    @Test
    void badOptionsAreProblemsOfTheCommandLine() {
        assertThat(problems(
                        "run: x",
                        Overrides.NONE
                                .with(Option.CPUS, "many")
                                .with(Option.GPUS, "H10O")
                                .with(Option.NUM_NODES, "0")
                                .with(Option.INFRA, "asw")
                                .with(Option.NAME, "a b")
                                .withEnv("1X", "v")
                                .withSecret("2X", "v")))
                .anySatisfy(p -> assertThat(p).startsWith("--cpus: found 'many'; expected"))
                .contains("--gpus: no accelerator is called 'H10O'; did you mean 'H100'?")
                .contains("--num-nodes: found '0'; expected a whole number from 1 to 100000")
                .anySatisfy(
                        p -> assertThat(p).startsWith("--infra: found 'asw'").endsWith("did you mean 'aws'?"))
                .anySatisfy(p -> assertThat(p).startsWith("--name: 'a b' is no name of a job"))
                .anySatisfy(p -> assertThat(p).startsWith("--env 1X: '1X' is no name of a variable"))
                .anySatisfy(p -> assertThat(p).startsWith("--secret 2X: '2X' is no name of a variable"))
                .hasSize(7);
    }

    @Test
    void optionsThatDoNotActAreWarnedOf() {
        assertThat(accepted("run: x", Overrides.NONE.with(Option.IMAGE_ID, "docker:x"))
                        .warnings())
                .containsExactly(new Warning(0, 0, "--image-id", NotYet.ELSEWHERE));
    }

    @Test
    void severalTasksTakeOnlyNameEnvAndSecret() {
        var parsed = accepted(
                """
                name: p
                ---
                name: a
                resources: {cpus: 1}
                envs: {A: null}
                secrets: {S: null}
                run: x
                ---
                name: b
                run: x
                """,
                Overrides.NONE
                        .with(Option.NAME, "renamed")
                        .with(Option.CPUS, "8")
                        .with(Option.NUM_NODES, "3")
                        .withEnv("A", "1")
                        .withSecret("S", "2"));
        assertThat(parsed.job().name()).isEqualTo("renamed");
        assertThat(parsed.job().tasks()).allSatisfy(t -> {
            assertThat(t.numNodes()).isEqualTo(1);
            assertThat(t.envs()).containsEntry("A", "1");
            assertThat(t.secrets()).containsEntry("S", new Secret.Inline("2"));
        });
        assertThat(parsed.warnings().stream().map(w -> w.render("t.yaml")))
                .containsExactly(
                        "--num-nodes: is ignored, because the file has 2 tasks",
                        "--cpus: is ignored, because the file has 2 tasks");
    }

    @Test
    void variablesOfTheCommandLineWin() {
        var task = task(
                TASK, B.withEnv("A", "cli").withEnv("OUTLAST_MAX_WAIT", "5m").withEnv("NEW", ""));
        assertThat(task.envs())
                .containsEntry("A", "cli")
                .containsEntry("B", "given")
                .containsEntry("NEW", "");
        assertThat(task.limits().maxWait()).hasMinutes(5);
    }

    @Test
    void secretsAreNotShown() {
        assertThat(Overrides.NONE.withSecret("TOKEN", "sk-123456"))
                .asString()
                .contains("TOKEN")
                .doesNotContain("sk-1");
    }
}
