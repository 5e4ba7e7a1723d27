package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` of a writing process: what it said it has is there, and the next process goes on behind it.
@Timeout(600)
class KillTest {
    private static final RankKey KEY = new RankKey(new JobId(1), 0, 1, 0);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void whatWasTakenIsThere() throws Exception {
        kill(3);
    }

    @Tag("slow")
    @Test
    void whatWasTakenIsThereManyKills() throws Exception {
        kill(200);
    }

    /// Each check reads a log from its first byte: a new log every ten kills keeps that from growing with their square.
    private void kill(int times) throws Exception {
        var random = new Random(times);
        for (int kill = 0; kill < times; kill++) {
            var logs = directory.resolve("logs-" + kill / 10);
            var taken = runUntil(logs, kill % 10 + 1, 1 + random.nextInt(300));
            assertThat(checked(new LogTree(logs))).isGreaterThanOrEqualTo(taken);
        }
    }

    private static long runUntil(Path logs, int epoch, int lines) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        logs.toString(),
                        String.valueOf(epoch))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var taken = 0L;
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (int line = 0; line < lines; line++) {
                taken = Long.parseLong(said.readLine());
            }
            process.destroyForcibly().waitFor();
        }
        return taken;
    }

    private static long checked(LogTree tree) throws IOException {
        var reader = tree.reader(KEY);
        var offset = 0L;
        for (var piece = reader.read(0, 1 << 16); piece.isPresent(); piece = reader.read(offset, 1 << 16)) {
            var bytes = ((Piece.Data) piece.get()).bytes();
            for (; bytes.hasRemaining(); offset++) {
                if (bytes.get() != (byte) (offset % 251)) {
                    throw new AssertionError("wrong byte at " + offset);
                }
            }
        }
        return offset;
    }

    /// Prints how many bytes it has taken, after each append, for ever.
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) throws IOException {
            var tree = new LogTree(Path.of(arguments[0]), new SegmentLimits(100_000, 30_000));
            var log = tree.open(KEY, Long.parseLong(arguments[1]), SpaceGuard.OPEN);
            var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            for (int append = 0; ; append++) {
                var from = log.nextOffset();
                var bytes = new byte[1 + append * 7919 % 5_000];
                for (int index = 0; index < bytes.length; index++) {
                    bytes[index] = (byte) ((from + index) % 251);
                }
                log.append(from, bytes, Instant.EPOCH);
                log.sealClosed();
                out.println(log.nextOffset());
            }
        }
    }
}
