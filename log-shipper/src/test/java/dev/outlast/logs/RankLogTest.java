package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankLogTest {
    private static final RankKey KEY = new RankKey(new JobId(7), 0, 1, 0);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void aWriterWhoseFileWasTakenOverStops() throws IOException {
        var tree = new LogTree(directory);
        var stale = tree.open(KEY, 1, SpaceGuard.OPEN);
        stale.append(0, bytes("one\n"), NOW);
        var leader = tree.open(KEY, 2, SpaceGuard.OPEN);
        assertThat(leader.nextOffset()).isEqualTo(4);
        // The new leader has written nothing yet, and still the old one can neither write nor promise anything.
        assertThatThrownBy(() -> stale.append(4, bytes("two\n"), NOW)).isInstanceOf(StaleEpochException.class);
        assertThatThrownBy(stale::sync).isInstanceOf(StaleEpochException.class);
        assertThatThrownBy(stale::seal).isInstanceOf(StaleEpochException.class);
        assertThat(stale.syncedOffset()).isZero();
    }

    @Test
    void aWriterBetweenTwoFilesStopsToo() throws IOException {
        var tree = new LogTree(directory);
        var stale = tree.open(KEY, 1, SpaceGuard.OPEN);
        stale.append(0, bytes("one\n"), NOW);
        stale.seal();
        tree.open(KEY, 2, SpaceGuard.OPEN);
        assertThatThrownBy(() -> stale.append(4, bytes("two\n"), NOW)).isInstanceOf(StaleEpochException.class);
        tree.discard(KEY.segment(0, 1));
        assertThatThrownBy(() -> tree.open(KEY, 1, SpaceGuard.OPEN)).isInstanceOf(StaleEpochException.class);
    }

    @Test
    void theSameEpochGoesOnInItsFile() throws IOException {
        var tree = new LogTree(directory);
        tree.open(KEY, 1, SpaceGuard.OPEN).append(0, bytes("one\n"), NOW);
        tree.open(KEY, 1, SpaceGuard.OPEN).append(4, bytes("two\n"), NOW);
        assertThat(tree.segments(KEY)).hasSize(1);
        assertThat(TailOracle.rest(tree.reader(KEY), 0)).isEqualTo("one\ntwo\n");
    }

    @Test
    void aDeletedJobIsNotWrittenAgain() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        log.append(0, bytes("one\n"), NOW);
        var reader = tree.reader(KEY);
        Files.createDirectories(directory.resolve(".deleted-9/0"));
        tree.delete(KEY.job());
        tree.delete(KEY.job());
        tree.sweep();
        assertThat(directory).isEmptyDirectory();
        assertThatThrownBy(() -> log.append(4, bytes("two\n"), NOW)).isInstanceOf(NoSuchFileException.class);
        assertThat(reader.read(0, 10)).isEmpty();
        assertThat(tree.jobs()).isEmpty();
    }

    @Test
    void knowsItsJobsAndRanks() throws IOException {
        var tree = new LogTree(directory);
        for (var key : new RankKey[] {
            new RankKey(new JobId(10), 0, 1, 0), new RankKey(new JobId(9), 1, 2, 3), new RankKey(new JobId(9), 0, 10, 0)
        }) {
            tree.open(key, 1, SpaceGuard.OPEN).append(0, bytes("x"), NOW);
        }
        Files.createFile(directory.resolve("lost+found"));
        assertThat(tree.jobs()).containsExactly(new JobId(9), new JobId(10));
        assertThat(tree.ranks(new JobId(9)))
                .containsExactly(new RankKey(new JobId(9), 0, 10, 0), new RankKey(new JobId(9), 1, 2, 3));
    }

    @Test
    void aFullDiskIsTyped() {
        assertThat(LogSpaceException.typed(new IOException("No space left on device")))
                .isInstanceOf(LogSpaceException.class);
        assertThat(LogSpaceException.typed(new IOException("Disk quota exceeded")))
                .isInstanceOf(LogSpaceException.class);
        assertThat(LogSpaceException.typed(new IOException("Input/output error")))
                .isNotInstanceOf(LogSpaceException.class);
    }

    /// A reader runs beside the writer through rotation and sealing, and sees the bytes in order, each once.
    @Test
    void aReaderKeepsUpWithAWriter() throws Exception {
        var tree = new LogTree(directory, new SegmentLimits(20_000, 3_000));
        var total = 2_000_000L;
        var done = new AtomicBoolean();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writer = threads.submit(() -> {
                var log = tree.open(KEY, 1, SpaceGuard.OPEN);
                for (long at = 0; at < total; at = log.nextOffset()) {
                    var chunk = new byte[(int) Math.min(total - at, 1 + at % 997)];
                    for (int index = 0; index < chunk.length; index++) {
                        chunk[index] = (byte) ((at + index) % 251);
                    }
                    log.append(at, chunk, NOW.plusMillis(at));
                    log.sealClosed();
                }
                log.seal();
                done.set(true);
                return null;
            });
            var reader = tree.reader(KEY);
            var offset = 0L;
            while (offset < total) {
                var ended = done.get();
                var piece = reader.read(offset, 4_096);
                if (piece.isEmpty()) {
                    assertThat(ended).isFalse();
                    Thread.onSpinWait();
                    continue;
                }
                var bytes = ((Piece.Data) piece.get()).bytes();
                for (; bytes.hasRemaining(); offset++) {
                    if (bytes.get() != (byte) (offset % 251)) {
                        throw new AssertionError("wrong byte at " + offset);
                    }
                }
            }
            writer.get();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
