package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Effect;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.controller.spec.Compiled;
import dev.outlast.controller.spec.SpecBook;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.job.JobId;
import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.task.Overrides;
import dev.outlast.core.task.Parsed;
import dev.outlast.core.task.TaskLanguage;
import dev.outlast.testkit.store.InMemoryStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a user wrote is what the nodes are told to run.
class ActivationMakerTest {
    private static final JobId ID = new JobId(7);

    @Test
    void theScriptsAndVariablesAreTheUsers() throws LauncherException {
        var activation = activation("setup: prepare\nrun: go\nenvs: {COLOUR: blue}\n", Map.of(), Map.of());

        assertThat(activation.setup()).isEqualTo("prepare");
        assertThat(activation.run()).isEqualTo("go");
        assertThat(activation.environment())
                .containsEntry("COLOUR", "blue")
                .containsEntry("SKYPILOT_TASK_ID", "sky-managed-7")
                .containsEntry("OUTLAST_MANAGED_JOB_ID", "7")
                .containsEntry("OUTLAST_RESUME_MANIFEST", "");
    }

    @Test
    void secretsComeApartFromTheVariables() throws LauncherException {
        var activation = activation("run: go\nsecrets: {KEY: hidden}\n", Map.of(), Map.of("KEY", "hidden"));

        assertThat(activation.secrets()).isEqualTo(Map.of("KEY", "hidden"));
        assertThat(activation.environment()).doesNotContainValue("hidden");
        assertThat(activation).asString().doesNotContain("hidden");
    }

    @Test
    void theGraceAndTheContactLeaseGoToTheNode() throws LauncherException {
        var asked = activation("run: go\noutlast: {grace: 2m, on_silence: relaunch after 1h}\n", Map.of(), Map.of());
        var silent = activation("run: go\n", Map.of(), Map.of());

        assertThat(asked.grace()).isEqualTo(Duration.ofMinutes(2));
        assertThat(asked.contactLease()).isEqualTo(Duration.ofHours(1));
        assertThat(silent.contactLease()).isEqualTo(Duration.ZERO);
    }

    @Test
    void everyKindOfMountIsHandedOver() throws LauncherException {
        var activation = activation("""
                workdir: here
                run: go
                file_mounts:
                  ~/up: ./up.txt
                  ~/copy: local://data
                  ~/bucket: {name: runs}
                  ~/behind: {name: more, mode: MOUNT_CACHED}
                  ~/once: {name: runs, mode: COPY}
                """, Map.of("here", "aa", "./up.txt", "bb/file"), Map.of());

        assertThat(activation.workdir()).isEqualTo("aa");
        assertThat(activation.mounts())
                .containsExactly(
                        new MountPoint.Blob("~/up", "bb/file"),
                        new MountPoint.BucketCopy("~/copy", "local://data"),
                        new MountPoint.Bucket("~/bucket", "local://runs", false),
                        new MountPoint.Bucket("~/behind", "local://more", false),
                        new MountPoint.BucketCopy("~/once", "local://runs"));
    }

    private static Activation activation(String yaml, Map<String, String> blobs, Map<String, String> secrets)
            throws LauncherException {
        var compiled = compiled(yaml, blobs);
        return new ActivationMaker(_ -> compiled, _ -> secrets).of(order(compiled), new ResumePoint.Beginning());
    }

    static Compiled compiled(String yaml, Map<String, String> blobs) {
        var parsed = TaskLanguage.parse(yaml, Overrides.NONE);
        assertThat(parsed).isInstanceOf(Parsed.Accepted.class);
        return new SpecBook(new InMemoryStore(), Map.of()).compile(((Parsed.Accepted) parsed).job(), blobs, false);
    }

    static EffectOrder order(Compiled compiled) {
        var facts = new JobFacts(ID, "job", "somebody", 0, Instant.EPOCH, compiled.facts());
        var job = new LiveJob(facts, "hash", List.of("sky-managed-7"), 0, 1, 0, Lifecycle.begin(facts), "", "");
        var handle = new ClusterHandle("local", 1, "here");
        return new EffectOrder(
                job,
                new Effect.Activate(0, 1, 1, handle, new ResumePoint.Beginning()),
                new Token("inst", 1, ID, 0, 1),
                1);
    }
}
