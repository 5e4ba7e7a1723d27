package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A big log is written, sealed, read and tailed by a process with 24 MiB of heap.
@Timeout(600)
class BigLogTest {
    @TempDir
    private Path directory;

    @Test
    void sixtyFourMebibytes() throws Exception {
        inSmallHeap(64);
    }

    @Tag("slow")
    @Test
    void oneGibibyte() throws Exception {
        inSmallHeap(1024);
    }

    private void inSmallHeap(int mebibytes) throws Exception {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                directory.toString(),
                String.valueOf(mebibytes));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(said).isEqualTo("read " + ((long) mebibytes << 20) + ", tail 100\n");
    }

    /// What runs in the small heap.
    static final class Program {
        private static final RankKey KEY = new RankKey(new JobId(1), 0, 1, 0);

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            var tree = new LogTree(Path.of(arguments[0]));
            var total = Long.parseLong(arguments[1]) << 20;
            var log = tree.open(KEY, 1, SpaceGuard.OPEN);
            var chunk = "epoch 12, step 3456, loss 0.123456, tokens 12345678901234567890.\n".repeat(4_000);
            var bytes = chunk.getBytes(StandardCharsets.UTF_8);
            while (log.nextOffset() < total) {
                var from = log.nextOffset();
                log.append(from, from + bytes.length > total ? new byte[(int) (total - from)] : bytes, Instant.EPOCH);
                if (log.closedSegments() > 0) {
                    log.sealClosed();
                }
            }
            log.seal();
            var reader = tree.reader(KEY);
            var offset = 0L;
            for (var piece = reader.read(0, 1 << 20); piece.isPresent(); piece = reader.read(offset, 1 << 20)) {
                offset = piece.get().end();
            }
            System.out.println(
                    "read " + offset + ", tail " + reader.tail(100, 64 << 20).lines());
        }
    }
}
