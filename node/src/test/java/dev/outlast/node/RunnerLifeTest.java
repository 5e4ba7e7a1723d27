package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.node.RunnerSpec.Isolation;
import dev.outlast.node.RunnerStatus.Liveness;
import dev.outlast.node.RunnerStatus.Phase;
import dev.outlast.node.RunnerStatus.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RunnerLifeTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void setupComesBeforeRun(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.setup = "echo in setup";
            bench.run = "echo in run >&2";
            var exit = bench.runToEnd();
            assertThat(bench.out()).isEqualTo("in setup\nin run\n");
            assertThat(exit.phase()).isEqualTo(Phase.RUN);
            assertThat(exit.code()).isZero();
            assertThat(exit.reason()).isEqualTo(Reason.EXITED);
            assertThat(phases(bench)).isEqualTo("claimed setup run exited");
            assertThat(bench.status().phase()).isEqualTo(Phase.EXITED);
            assertThat(bench.status().liveness()).isEqualTo(Liveness.NO);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DASH, AUTO, exit 7, 7",
        "BUSYBOX, AUTO, exit 7, 7",
        "DASH, SCAN, exit 127, 127",
        "BUSYBOX, SCAN, exit 143, 143",
        "DASH, AUTO, kill -9 $$, 137",
        "BUSYBOX, SCAN, kill -TERM $$, 143",
        "DASH, CGROUP, exit 3, 3",
        "DASH, AUTO, set -e; false; exit 0, 1",
        "DASH, AUTO, exec sh -c 'exit 9', 9",
    })
    void theCodeIsTheJobs(Shell shell, Isolation isolation, String run, int code) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.isolation = isolation;
            bench.run = run;
            var exit = bench.runToEnd();
            assertThat(exit.code()).as(bench.said()).isEqualTo(code);
            assertThat(exit.phase()).isEqualTo(Phase.RUN);
            assertThat(exit.reason()).isEqualTo(Reason.EXITED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedSetupEndsTheAttempt(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.setup = "exit 3";
            bench.run = "echo never";
            var exit = bench.runToEnd();
            assertThat(exit.phase()).isEqualTo(Phase.SETUP);
            assertThat(exit.code()).isEqualTo(3);
            assertThat(exit.ran()).isZero();
            assertThat(bench.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutSetupThereIsOneShell(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            // Inside a PID namespace only its first process and the user's shell are to be seen.
            bench.isolation = Isolation.PIDNS;
            bench.run = "set -- /proc/[0-9]*; echo $#";
            bench.runToEnd();
            bench.assumeIsolatedBy(Isolation.PIDNS);
            assertThat(bench.out()).isEqualTo("2\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theJobFindsItsEnvironment(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            var odd = "it's $(touch x) `y`\n\\ \"z\" é -n";
            bench.variables.put("ODD", odd);
            Files.createDirectories(bench.home().resolve("sky_workdir"));
            bench.run = """
                    printf '%s|' "$ODD" "$PWD" "$PYTHONUNBUFFERED" "$OUTLAST_HEARTBEAT_FILE" "$0"
                    command -v outlast-checkpoint
                    touch "$OUTLAST_HEARTBEAT_FILE"
                    """;
            bench.runToEnd();
            assertThat(Files.readString(bench.attempt.out()))
                    .isEqualTo(String.join(
                                    "|",
                                    odd,
                                    bench.home() + "/sky_workdir",
                                    "1",
                                    bench.attempt.heartbeat().toString(),
                                    bench.directory() + "/spec/run|")
                            + bench.files.directory() + "/outlast-checkpoint\n");
            assertThat(bench.attempt.heartbeat()).exists();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DASH, '', true",
        "DASH, C.UTF-8, true",
        "DASH, '', false",
        "DASH, C.UTF-8, false",
        "BUSYBOX, '', true",
        "BUSYBOX, C.UTF-8, false"
    })
    void theJobHasTheLocaleOfWhoeverStartedTheRunner(Shell shell, String locale, boolean canResetSignals)
            throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.surroundings.put("LANG", "C.UTF-8");
            if (!locale.isEmpty()) {
                bench.surroundings.put("LC_ALL", locale);
            }
            if (!canResetSignals) {
                var tools = Files.createDirectories(temporary.resolve("tools"));
                Files.writeString(tools.resolve("env"), "#!/bin/sh\nexit 125\n");
                assertThat(tools.resolve("env").toFile().setExecutable(true)).isTrue();
                bench.path = Optional.of(tools + ":/usr/bin:/bin");
            }
            bench.run = """
                    echo "$LANG ${LC_ALL-none} ${OUTLAST_RUN_LOCALE-none}"
                    """;
            bench.runToEnd();
            assertThat(bench.out()).isEqualTo("C.UTF-8 " + (locale.isEmpty() ? "none" : locale) + " none\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLoginShellReadsTheUsersFiles(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.profile = RunnerSpec.Profile.LOGIN;
            bench.variables.put("WINS", "job");
            Files.writeString(bench.home().resolve(".bash_profile"), "PROFILE=1; WINS=profile\n");
            Files.writeString(bench.home().resolve(".bashrc"), "RC=$((RC + 1))\n");
            bench.run = "echo $PROFILE $RC $WINS";
            bench.runToEnd();
            assertThat(bench.out()).endsWith("1 1 job\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProfileThatReadsBashrcIsNotHelped(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.profile = RunnerSpec.Profile.LOGIN;
            Files.writeString(bench.home().resolve(".profile"), ". ~/.bashrc\n");
            Files.writeString(bench.home().resolve(".bashrc"), "RC=$((RC + 1))\n");
            bench.run = "echo $RC";
            bench.runToEnd();
            assertThat(bench.out()).endsWith("1\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theJobStartsWithDefaultSignals(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "grep SigIgn /proc/self/status";
            bench.runToEnd();
            // 32 and 33 belong to the C library.
            var ignored = Long.parseUnsignedLong(Bench.words(bench.out()).getLast(), 16);
            assertThat(ignored & 0x7fff_ffff).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutBashItSaysSoAndUsesSh(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            var tools = Files.createDirectories(temporary.resolve("tools"));
            for (var tool : new String[] {"flock", "setsid", "env", "rm", "sleep", "unshare", "grep", "mkdir"}) {
                Files.copy(Path.of("/usr/bin", tool), tools.resolve(tool));
            }
            bench.path = Optional.of(tools.toString());
            bench.run = "echo ${BASH_VERSION-none}";
            bench.runToEnd();
            assertThat(bench.out()).isEqualTo("outlast: bash is not installed here; this is sh\nnone\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void withoutFlockAndSetsidItStillRuns(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            var tools = Files.createDirectories(temporary.resolve("tools"));
            for (var tool : new String[] {"bash", "env", "rm", "mv", "sleep", "grep", "mkdir"}) {
                Files.copy(Path.of("/usr/bin", tool), tools.resolve(tool));
            }
            bench.path = Optional.of(tools.toString());
            bench.run = "echo ran; exit 4";
            assertThat(bench.runToEnd().code()).isEqualTo(4);
            assertThat(bench.out()).isEqualTo("ran\n");
            assertThat(bench.attempt.root().resolve("lock.d")).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource
    void runWaitsBehindTheBarrier(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.barrier = true;
            bench.setup = "echo ready";
            bench.run = "echo ran";
            var runner = bench.start();
            bench.until("barrier", () -> bench.status().phase() == Phase.BARRIER);
            bench.attempt.go();
            runner.waitFor();
            assertThat(phases(bench)).isEqualTo("claimed setup barrier run exited");
            assertThat(bench.out()).isEqualTo("ready\nran\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingRunsBeforeActivation(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "echo ran";
            var runner = bench.start("--wait-activate");
            bench.until("claim", () -> bench.status().phase() == Phase.CLAIMED);
            assertThat(bench.out()).isEmpty();
            bench.attempt.activate();
            runner.waitFor();
            assertThat(bench.out()).isEqualTo("ran\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNeverActivatedEnds(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.activateDeadline = Duration.ZERO;
            assertThat(bench.start("--wait-activate").waitFor()).isEqualTo(4);
            var exit = bench.status().exit().orElseThrow();
            assertThat(exit.reason()).isEqualTo(Reason.NEVER_ACTIVATED);
            assertThat(exit.phase()).isEqualTo(Phase.CLAIMED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangeIsNoticed(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            var notices = Files.createDirectories(temporary.resolve("notices"));
            bench.notice = Optional.of(new RunnerSpec.Notice(notices.toString(), "12-0-3.0"));
            bench.runToEnd();
            assertThat(notices.resolve("12-0-3.0")).isEmptyFile();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoWaitsForItsActivationIsNoticed(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            var notices = Files.createDirectories(temporary.resolve("notices"));
            bench.notice = Optional.of(new RunnerSpec.Notice(notices.toString(), "12-0-3.0"));
            var runner = bench.start("--wait-activate");
            bench.until("notice of the claim", () -> Files.exists(notices.resolve("12-0-3.0")));
            assertThat(bench.status().phase()).isEqualTo(Phase.CLAIMED);
            bench.attempt.activate();
            runner.waitFor();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothReadersOfTheStateAgree(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            assertThat(bench.status().phase()).isEqualTo(Phase.NONE);
            bench.run = "echo 12345; exit 5";
            bench.runToEnd();
            var told = RunnerStatus.parse(bench.statusLine());
            var read = bench.status();
            assertThat(told.exit()).isEqualTo(read.exit());
            assertThat(told.phase()).isEqualTo(read.phase());
            assertThat(told.liveness()).isEqualTo(read.liveness());
            assertThat(told.outBytes()).isEqualTo(read.outBytes()).isEqualTo(6);
            assertThat(told.ran()).isEqualTo(read.ran());
            assertThat(told.boot()).isEqualTo(read.boot());
            assertThat(told.idle()).isPresent();
            assertThat(told.released()).isFalse();
        }
    }

    private static String phases(Bench bench) throws IOException {
        return String.join(
                " ", bench.state("phase").lines().map(l -> l.split(" ", -1)[0]).toList());
    }
}
