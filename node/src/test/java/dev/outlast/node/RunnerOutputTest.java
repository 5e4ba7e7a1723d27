package dev.outlast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The job writes its output itself: nobody stands in between, nobody changes a byte.
class RunnerOutputTest {
    @TempDir
    Path temporary;

    @ParameterizedTest
    @EnumSource
    void everyByteArrives(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            var all = new byte[256];
            for (var i = 0; i < all.length; i++) {
                all[i] = (byte) i;
            }
            Files.write(bench.home().resolve("bytes"), all);
            bench.run = "cat ~/bytes ~/bytes >&2";
            bench.runToEnd();
            var out = new LocalNode().read(bench.attempt.out().toString(), 256, 1000);
            assertThat(HexFormat.of().formatHex(out)).isEqualTo(HexFormat.of().formatHex(all));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aLineWithoutEndArrives(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "head -c 30000000 /dev/zero | tr '\\0' x";
            assertThat(bench.runToEnd().code()).isZero();
            assertThat(bench.status().outBytes()).isEqualTo(30_000_000);
            var tail = new LocalNode().read(bench.attempt.out().toString(), 29_999_990, 100);
            var wanted = new byte[10];
            Arrays.fill(wanted, (byte) 'x');
            assertThat(tail).isEqualTo(wanted);
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void aGigabyteThatNobodyReadsBlocksNobody(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = "head -c 1073741824 /dev/zero";
            assertThat(bench.runToEnd().code()).isZero();
            assertThat(bench.status().outBytes()).isEqualTo(1L << 30);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoReadsMayThrowTheFrontAway(Shell shell) throws Exception {
        try (var bench = new Bench(temporary, shell)) {
            bench.run = """
                    head -c 1048576 /dev/zero; echo; echo middle
                    until [ -e "$HOME/go" ]; do sleep 0.02; done; echo last
                    """;
            var runner = bench.start();
            bench.awaitOut("middle");
            var punch = new ProcessBuilder(
                            "fallocate",
                            "--punch-hole",
                            "-o",
                            "0",
                            "-l",
                            "1048576",
                            bench.attempt.out().toString())
                    .redirectErrorStream(true)
                    .start();
            punch.waitFor();
            Files.createFile(bench.home().resolve("go"));
            runner.waitFor();
            var tail = new LocalNode().read(bench.attempt.out().toString(), 1048577, 100);
            assertThat(new String(tail, java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("middle\nlast\n");
        }
    }
}
