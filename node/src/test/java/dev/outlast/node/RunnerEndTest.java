package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.node.RunnerSpec.Isolation;
import dev.outlast.node.RunnerStatus.Liveness;
import dev.outlast.node.RunnerStatus.Phase;
import dev.outlast.node.RunnerStatus.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Drain, lease and release, in every way to hold processes together.
class RunnerEndTest {
    @TempDir
    Path temporary;

    static Stream<Arguments> everyWay() {
        var ways = new ArrayList<Arguments>();
        for (var shell : Shell.values()) {
            for (var isolation : List.of(Isolation.PIDNS, Isolation.CGROUP, Isolation.SCAN)) {
                ways.add(Arguments.of(shell, isolation));
            }
        }
        return ways.stream();
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void drainLetsTheJobSayGoodbye(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.run = "trap 'echo saved; exit 0' TERM; echo began; while :; do sleep 0.05; done";
            var runner = bench.start();
            bench.awaitOut("began");
            bench.assumeIsolatedBy(isolation);
            assertThat(bench.verb("drain")).isZero();
            runner.waitFor();
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.reason()).isEqualTo(Reason.STOPPED);
            assertThat(exit.code()).isZero();
            assertThat(bench.out()).containsSubsequence("began\n", "saved\n");
            assertThat(bench.status().phase()).isEqualTo(Phase.STOPPED);
            assertThat(bench.verb("drain")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void drainKillsWhatDoesNotListen(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.grace = Duration.ofSeconds(1);
            bench.run = "trap '' TERM; echo began; while :; do sleep 0.05; done";
            var runner = bench.start();
            bench.awaitOut("began");
            bench.assumeIsolatedBy(isolation);
            bench.verb("drain");
            runner.waitFor();
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.reason()).isEqualTo(Reason.STOPPED);
            assertThat(exit.code()).isEqualTo(137);
            assertThat(exit.phase()).isEqualTo(Phase.RUN);
            assertThat(Bench.processesWith(bench.directory())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void theGraceIsForTheProgramNotOnlyForItsShell(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.run = """
                    bash -c 'trap "sleep 0.5; echo saved; exit 0" TERM; echo began; while :; do sleep 0.05; done'
                    echo never
                    """;
            var runner = bench.start();
            bench.awaitOut("began");
            bench.assumeIsolatedBy(isolation);
            bench.verb("drain");
            runner.waitFor();
            assertThat(bench.out()).contains("saved").doesNotContain("never");
            assertThat(bench.status().exit().orElseThrow().code()).isEqualTo(143);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void drainReachesTheWholeTree(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.run = """
                    setsid bash -c 'trap "echo far; exit 0" TERM; echo ready; while :; do sleep 0.05; done' &
                    trap 'wait; echo near; exit 0' TERM
                    wait
                    """;
            var runner = bench.start();
            bench.awaitOut("ready");
            bench.assumeIsolatedBy(isolation);
            bench.verb("drain");
            runner.waitFor();
            assertThat(bench.out()).containsSubsequence("ready\n", "far\n", "near\n");
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aDrainDuringSetupKeepsRunFromBeginning(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.setup = "trap 'exit 0' TERM; echo began; while :; do sleep 0.05; done";
            bench.run = "echo never";
            var runner = bench.start();
            bench.awaitOut("began");
            bench.assumeIsolatedBy(isolation);
            bench.verb("drain");
            runner.waitFor();
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.phase()).isEqualTo(Phase.SETUP);
            assertThat(exit.code()).isEqualTo(143);
            assertThat(exit.reason()).isEqualTo(Reason.STOPPED);
            assertThat(bench.out()).doesNotContain("never");
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aDrainEndsTheBarrierAndTheWaitForActivation(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.barrier = true;
            bench.run = "echo never";
            var runner = bench.start();
            bench.until("barrier", () -> bench.status().phase() == Phase.BARRIER);
            bench.verb("drain");
            runner.waitFor();
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.phase()).isEqualTo(Phase.BARRIER);
            assertThat(exit.reason()).isEqualTo(Reason.STOPPED);
        }
        var other = Files.createDirectories(temporary.resolve("other"));
        try (var bench = new Bench(other, shell)) {
            var runner = bench.start("--wait-activate");
            bench.until("claim", () -> bench.status().phase() == Phase.CLAIMED);
            bench.verb("drain");
            runner.waitFor();
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.phase()).isEqualTo(Phase.CLAIMED);
            assertThat(exit.reason()).isEqualTo(Reason.STOPPED);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void aLostContactEndsTheJob(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.lease = Duration.ofSeconds(2);
            bench.run = "trap '' TERM; while :; do sleep 0.05; done";
            bench.start().waitFor();
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.reason()).isEqualTo(Reason.LEASE);
            assertThat(exit.code()).isEqualTo(137);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRenewedContactKeepsTheJob(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.lease = Duration.ofSeconds(3);
            // Longer than the lease by the job's own clock.
            bench.run = "sleep 4; echo lived";
            var runner = bench.start();
            var sign = new int[1];
            bench.until("end", () -> {
                bench.attempt.renewContact("contact " + sign[0]++);
                return !runner.isAlive();
            });
            assertThat(bench.status().exit().orElseThrow().reason()).isEqualTo(Reason.EXITED);
            assertThat(bench.out()).isEqualTo("lived\n");
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void releaseEndsWhatCutAllTies(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            var nap = nap();
            bench.run = """
                    cd /
                    (setsid env -i /bin/sleep %1$s </dev/null >/dev/null 2>&1 &)
                    setsid env -i /bin/sh -c '/bin/sleep %1$s >/dev/null 2>&1 & /bin/sleep %1$s >/dev/null 2>&1 &'
                    nohup sleep %1$s >/dev/null 2>&1 &
                    echo began
                    """.formatted(nap);
            bench.run += isolation == Isolation.SCAN ? "" : "sleep " + nap;
            bench.start();
            bench.awaitOut("began");
            bench.assumeIsolatedBy(isolation);
            bench.until("daemons", () -> Bench.processesWith("sleep " + nap).size() >= 4);
            assertThat(bench.verb("release")).as(bench.said()).isZero();
            assertThat(Bench.processesWith("sleep " + nap)).isEmpty();
            assertThat(Bench.processesWith(bench.directory())).isEmpty();
            assertThat(bench.status().liveness()).isEqualTo(Liveness.NO);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void releaseEndsAForkBomb(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            var nap = nap();
            // 255 shells, each of which replaces its child when that is killed.
            bench.run = """
                    bomb() {
                        if [ "$1" -gt 1 ]; then bomb $(($1 - 1)) & bomb $(($1 - 1)) & fi
                        trap '' TERM
                        while :; do sleep %s; done
                    }
                    bomb 8
                    """.formatted(nap);
            bench.start();
            bench.until("bomb", () -> Bench.processesWith("sleep " + nap).size() >= 200);
            bench.assumeIsolatedBy(isolation);
            assertThat(bench.verb("release")).as(bench.said()).isZero();
            assertThat(Bench.processesWith("sleep " + nap)).isEmpty();
            assertThat(Bench.processesWith(bench.directory())).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void releaseTwiceIsReleaseOnce(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.run = "echo began; sleep 1000";
            bench.start();
            bench.awaitOut("began");
            assertThat(bench.verb("release")).isZero();
            var first = bench.status().exit().orElseThrow();
            assertThat(first.reason()).isEqualTo(Reason.STOPPED);
            assertThat(first.code()).isEqualTo(137);
            assertThat(first.phase()).isEqualTo(Phase.RUN);
            assertThat(bench.verb("release")).isZero();
            assertThat(bench.status().exit()).contains(first);
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void releaseLeavesStrangersAlone(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.run = "echo began; sleep 1000";
            bench.start();
            bench.awaitOut("began");
            // Younger than the runner, reading the output, standing in the directory.
            var stranger = new ProcessBuilder("tail", "-f", bench.attempt.out().toString())
                    .directory(bench.attempt.root().toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertThat(bench.verb("release")).isZero();
                assertThat(stranger.isAlive()).isTrue();
            } finally {
                stranger.destroyForcibly().waitFor();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyWay")
    void secretsAreNoArgumentsAndGoWithTheRelease(Shell shell, Isolation isolation) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            var canary = "canary-" + nap();
            bench.variables.put("SECRET", canary);
            bench.setup = "[ -n \"$SECRET\" ]";
            bench.run = "echo ${#SECRET}; sleep 1000";
            bench.start();
            bench.awaitOut(Integer.toString(canary.length()));
            assertThat(Bench.processesWith(canary)).isEmpty();
            var env = bench.attempt.root().resolve("spec/env");
            assertThat(Files.getPosixFilePermissions(env)).hasSize(2);
            assertThat(bench.verb("release")).isZero();
            assertThat(env).doesNotExist();
        }
    }

    /// A length of sleep that no other test has.
    private static String nap() {
        return "98765." + ProcessHandle.current().pid() + System.nanoTime();
    }
}
