package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.node.RunnerStatus.Liveness;
import dev.outlast.node.RunnerStatus.Phase;
import dev.outlast.node.RunnerStatus.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// At most one runner per attempt, and none after its release.
class RunnerClaimTest {
    private static final int REFUSED = 3;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void ofTenStartsOneRuns(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran; until [ -e \"$HOME/go\" ]; do sleep 0.02; done";
            bench.attempt.prepare(bench.spec());
            var runners = new ArrayList<Process>();
            for (var i = 0; i < 10; i++) {
                runners.add(bench.launch());
            }
            bench.awaitOut("ran");
            bench.until(
                    "nine left", () -> runners.stream().filter(Process::isAlive).count() == 1);
            assertThat(runners.stream().filter(r -> !r.isAlive()).map(Process::exitValue))
                    .containsOnly(0);
            Files.createFile(bench.home().resolve("go"));
            for (var runner : runners) {
                runner.waitFor();
            }
            assertThat(bench.out()).isEqualTo("ran\n");
            assertThat(bench.state("phase").lines().count()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatHasEndedDoesNotRunAgain(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran";
            var exit = bench.runToEnd();
            assertThat(bench.start().waitFor()).isZero();
            assertThat(bench.out()).isEqualTo("ran\n");
            assertThat(bench.status().exit()).contains(exit);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReleasedAttemptIsRefused(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran";
            // Prepared before the release came in between.
            bench.attempt.prepare(bench.spec());
            assertThat(bench.verb("release")).isZero();
            bench.variables.put("SECRET", "late");
            new LocalNode().put(bench.directory(), bench.spec().files());
            assertThat(bench.launch().waitFor()).isEqualTo(REFUSED);
            assertThat(bench.out()).isEmpty();
            assertThat(bench.status().exit().orElseThrow().reason()).isEqualTo(Reason.REFUSED);
            assertThat(bench.attempt.root().resolve("spec/env")).doesNotExist();
            assertThat(bench.attempt.prepare(bench.spec())).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void releaseComesBeforeAnything(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            assertThat(bench.verb("release")).isZero();
            assertThat(bench.status().released()).isTrue();
            assertThat(bench.status().exit()).isEmpty();
            assertThat(bench.launch().waitFor()).isNotZero();
            assertThat(bench.status().liveness()).isEqualTo(Liveness.NO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldEpochIsRefused(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.epoch = 4;
            bench.attempt.prepare(bench.spec());
            Files.writeString(bench.attempt.root().resolve("epoch"), "5\n");
            assertThat(bench.launch().waitFor()).isEqualTo(REFUSED);
            assertThat(bench.status().exit().orElseThrow().reason()).isEqualTo(Reason.REFUSED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOldEpochDoesNotTouchWhatANewOneRuns(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.epoch = 5;
            bench.run = "sleep 1000";
            bench.start();
            bench.until("run", () -> bench.status().phase() == Phase.RUN);
            bench.epoch = 4;
            assertThat(bench.start().waitFor()).isEqualTo(REFUSED);
            assertThat(bench.verb("release", "--epoch", "4")).isEqualTo(REFUSED);
            assertThat(bench.status().exit()).isEmpty();
            assertThat(bench.status().liveness()).isEqualTo(Liveness.YES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void itOutlivesWhoStartedIt(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo began; until [ -e \"$HOME/go\" ]; do sleep 0.02; done; echo done";
            bench.attempt.prepare(bench.spec());
            var parent = bench.process(List.of(
                            "sh",
                            "-c",
                            "setsid sh \"$0\" start \"$1\" & exec sleep 1000",
                            bench.files.runner(),
                            bench.directory()))
                    .start();
            bench.awaitOut("began");
            parent.destroyForcibly().waitFor();
            assertThat(bench.status().liveness()).isEqualTo(Liveness.YES);
            Files.createFile(bench.home().resolve("go"));
            bench.until("exit", () -> bench.status().exit().isPresent());
            assertThat(bench.out()).isEqualTo("began\ndone\n");
            assertThat(bench.status().exit().orElseThrow().code()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aJobWithoutItsSupervisorIsAnOrphan(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo began; sleep 1000";
            var runner = bench.start();
            bench.awaitOut("began");
            runner.destroyForcibly().waitFor();
            assertThat(bench.status().liveness()).isEqualTo(Liveness.ORPHAN);
            assertThat(RunnerStatus.parse(bench.statusLine()).liveness()).isEqualTo(Liveness.ORPHAN);
            assertThat(bench.launch().waitFor()).isEqualTo(REFUSED);
            assertThat(bench.status().exit().orElseThrow().reason()).isEqualTo(Reason.LOST);
            assertThat(bench.verb("release")).isZero();
            assertThat(bench.status().liveness()).isEqualTo(Liveness.NO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPidOfAnotherBootIsNobody(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran";
            bench.attempt.prepare(bench.spec());
            var self = ProcessHandle.current().pid();
            var stat = Files.readString(Path.of("/proc/self/stat"));
            var start = stat.substring(stat.lastIndexOf(") ") + 2).split(" ", -1)[19];
            Files.writeString(
                    bench.attempt.root().resolve("state/pid"),
                    self + " " + start + " 00000000-0000-0000-0000-000000000000\n");
            assertThat(bench.status().liveness()).isEqualTo(Liveness.NO);
            assertThat(bench.verb("drain")).isEqualTo(1);
            assertThat(bench.launch().waitFor()).isZero();
            assertThat(bench.out()).isEqualTo("ran\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoTakesTheNameOfTheDeadTakesItsOwn(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo began; sleep 1000";
            bench.attempt.prepare(bench.spec());
            var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
            var stranger = ProcessHandle.current().pid();
            // Died when it had claimed, and its pid was given to a stranger, who began at another time.
            Files.writeString(bench.attempt.root().resolve("state/pid"), stranger + " 1 " + boot);
            Files.writeString(bench.attempt.root().resolve("state/phase"), "claimed 1\n");
            var runner = bench.launch();
            bench.awaitOut("began");
            assertThat(bench.state("pid")).startsWith(runner.pid() + " ");
            assertThat(bench.status().liveness()).isEqualTo(Liveness.YES);
            assertThat(RunnerStatus.parse(bench.statusLine()).liveness()).isEqualTo(Liveness.YES);
        }
    }

    /// Who died between making the file and writing its name cannot be told from who is still about to write it.
    @ParameterizedTest
    @EnumSource
    void whatWasNeverSignedDoesNotRun(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran";
            bench.attempt.prepare(bench.spec());
            Files.createFile(bench.attempt.root().resolve("state/pid"));
            assertThat(bench.launch().waitFor()).isEqualTo(REFUSED);
            assertThat(bench.out()).isEmpty();
            assertThat(bench.status().exit().orElseThrow().reason()).isEqualTo(Reason.LOST);
            assertThat(bench.verb("release")).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReleaseAmongManyStartsLeavesNothing(Shell shell) throws Exception {
        for (var round = 0; round < 5; round++) {
            try (var bench = new Bench(temporary.resolve("round-" + round), shell)) {
                bench.run = "echo ran; exec sleep 1000";
                bench.attempt.prepare(bench.spec());
                var runners = new ArrayList<Process>();
                for (var i = 0; i < 4; i++) {
                    runners.add(bench.launch());
                }
                assertThat(bench.verb("release")).isZero();
                for (var runner : runners) {
                    runner.waitFor();
                }
                assertThat(bench.status().liveness()).isEqualTo(Liveness.NO);
                assertThat(bench.launch().waitFor()).isNotZero();
            }
        }
    }

    /// A release that kills unshare between its fork and the child's wish to die with it leaves the namespace's first
    /// process behind, which begins only then.
    @ParameterizedTest
    @EnumSource
    void theFirstProcessOfAReleasedAttemptRunsNothing(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran";
            bench.attempt.prepare(bench.spec());
            Files.writeString(bench.attempt.root().resolve("tombstone"), "1\n");
            var first = bench.process(List.of(
                            temporary.resolve("bin/sh").toString(),
                            bench.files.directory() + "/job.sh",
                            bench.directory()))
                    .start();
            assertThat(first.waitFor()).isEqualTo(143);
            assertThat(bench.out()).isEmpty();
            assertThat(bench.attempt.root().resolve("state/phase")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutAConfNothingStarts(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            Files.createDirectories(bench.attempt.root().resolve("spec"));
            Files.writeString(bench.attempt.root().resolve("spec/run"), "echo ran");
            assertThat(bench.launch().waitFor()).isEqualTo(66);
            assertThat(bench.status().phase()).isEqualTo(Phase.NONE);
            assertThat(bench.out()).isEmpty();
        }
    }
}
