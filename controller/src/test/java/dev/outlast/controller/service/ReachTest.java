package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.lifecycle.TaskFacts;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.core.cluster.Capability;
import dev.outlast.core.spi.Launcher;
import dev.outlast.core.task.JobSpec;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.TaskLanguage;
import dev.outlast.testkit.launcher.FakeCloud;
import dev.outlast.testkit.launcher.FakeLauncher;
import dev.outlast.testkit.store.InMemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReachTest {
    private static final Launcher PODS = launcher("kubernetes", Set.of(Capability.LOGS));
    private static final Launcher HERE = launcher("local", Set.of(Capability.BUCKETS, Capability.HEARTBEAT));
    private static final String BUCKET = """
            file_mounts:
              /ckpt: {source: local://state, mode: MOUNT}
            run: 'true'
            """;
    private static final String HEARTBEAT = """
            outlast: {stall_after: 1m}
            run: touch $OUTLAST_HEARTBEAT_FILE
            """;

    private static Launcher launcher(String name, Set<Capability> capabilities) {
        return new FakeLauncher(new FakeCloud(name, capabilities, List.of(), () -> Instant.EPOCH));
    }

    private static JobSpec job(String text) {
        if (!(TaskLanguage.parse(text, Overrides.NONE) instanceof Parsed.Accepted accepted)) {
            throw new AssertionError(TaskLanguage.parse(text, Overrides.NONE));
        }
        return accepted.job();
    }

    private static List<TaskFacts> facts(String text) {
        return new SpecBook(new InMemoryStore(), Map.of())
                .compile(job(text), Map.of(), true)
                .facts();
    }

    private static List<String> problems(String text, Launcher... launchers) {
        return new Reach(List.of(launchers))
                .problems(job(text), facts(text)).stream()
                        .map(problem -> problem.path() + ": " + problem.message())
                        .toList();
    }

    @Test
    void whatNoPlaceCanDoIsRefusedWithItsPath() {
        assertThat(problems(BUCKET, PODS))
                .singleElement()
                .asString()
                .startsWith("file_mounts./ckpt: not yet: buckets are not brought to nodes of kubernetes");
        assertThat(problems(HEARTBEAT, PODS))
                .singleElement()
                .asString()
                .startsWith("outlast.stall_after: not yet: OUTLAST_HEARTBEAT_FILE");
        assertThat(problems("resources: {infra: k8s}\n" + BUCKET, PODS, HERE)).hasSize(1);
    }

    @Test
    void oneThatCanIsEnough() {
        assertThat(problems(BUCKET, PODS, HERE)).isEmpty();
        assertThat(problems(HEARTBEAT, PODS, HERE)).isEmpty();
        assertThat(problems("run: 'true'\n", PODS)).isEmpty();
        assertThat(problems("resources: {infra: aws}\n" + BUCKET, PODS))
                .as("its placement says that nobody is there")
                .isEmpty();
    }

    @Test
    void aTaskOfSeveralIsNamed() {
        var text = "name: two\n---\nname: a\nrun: 'true'\n---\nname: b\n" + BUCKET;
        assertThat(problems(text, PODS)).singleElement().asString().startsWith("task 1 file_mounts./ckpt: ");
    }

    @Test
    void whoMayTouchAHeartbeatUnseenIsWarned() {
        var text = "outlast: {stall_after: 1m}\nrun: python train.py\n";
        assertThat(new Reach(List.of(PODS, HERE)).warnings(job(text), facts(text)))
                .singleElement()
                .satisfies(warning -> assertThat(warning.path()).isEqualTo("outlast.stall_after"))
                .satisfies(warning -> assertThat(warning.message()).startsWith("on kubernetes only output counts"));
        assertThat(new Reach(List.of(HERE)).warnings(job(text), facts(text))).isEmpty();
        assertThat(new Reach(List.of(PODS)).warnings(job("run: 'true'\n"), facts("run: 'true'\n")))
                .isEmpty();
    }
}
