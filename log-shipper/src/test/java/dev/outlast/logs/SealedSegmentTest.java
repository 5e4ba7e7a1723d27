package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSegmentTest {
    private static final RankKey KEY = new RankKey(new JobId(7), 0, 1, 0);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void anyGzipReadsIt() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 3, SpaceGuard.OPEN);
        var text = new StringBuilder("first\n");
        log.append(0, "first\n".getBytes(StandardCharsets.UTF_8), NOW);
        for (int line = 0; line < 60_000; line++) {
            text.append("line ").append(line).append('\n');
        }
        log.append(0, text.toString().getBytes(StandardCharsets.UTF_8), NOW.plusSeconds(60));
        log.append(text.length() + 9, "after\n".getBytes(StandardCharsets.UTF_8), NOW);
        log.seal();
        var file = tree.directory(KEY).resolve("0000000000000000.3.log.gz");
        try (var files = Files.list(tree.directory(KEY))) {
            assertThat(files)
                    .containsExactlyInAnyOrder(file, tree.directory(KEY).resolve("3.epoch"));
        }
        try (var gzip = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(gzip.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(text + "[outlast: 9 bytes of log are missing here]\nafter\n");
        }
    }

    @Test
    void readingInsideDecompressesOneBlock() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        var noise = new byte[2 << 20];
        new Random(1).nextBytes(noise);
        log.append(0, noise, NOW);
        log.seal();
        var view = SealedSegment.open(tree.directory(KEY).resolve("0000000000000000.1.log.gz"), 0);
        assertThat(view.isWhole()).isTrue();
        assertThat(view.blocks()).hasSize(8).allMatch(block -> block.length() == 256 << 10);
        assertThat(view.end()).isEqualTo(2 << 20);
        var piece = (Piece.Data) tree.reader(KEY).read(1_500_000, 10).orElseThrow();
        for (int index = 0; index < 10; index++) {
            assertThat(piece.bytes().get(index)).isEqualTo(noise[1_500_000 + index]);
        }
    }

    @Test
    void aDamagedBlockIsAGapAndTheRestIsRead() throws IOException {
        var tree = new LogTree(directory, new SegmentLimits(10_000, 1_000));
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        var noise = new byte[3_000];
        new Random(1).nextBytes(noise);
        log.append(0, noise, NOW);
        log.seal();
        var file = tree.directory(KEY).resolve("0000000000000000.1.log.gz");
        var view = SealedSegment.open(file, 0);
        var bytes = Files.readAllBytes(file);
        bytes[(int) view.blocks().get(1).position() + view.blocks().get(1).stored() - 100] ^= 1;
        Files.write(file, bytes);
        var reader = tree.reader(KEY);
        assertThat(reader.read(999, 100)).get().isInstanceOf(Piece.Data.class);
        assertThat(reader.read(1_000, 100)).contains(new Piece.Gap(1_000, 1_000, Piece.Reason.MISSING, Instant.EPOCH));
        assertThat(reader.read(2_000, 100)).get().isInstanceOf(Piece.Data.class);
    }

    @Test
    void timesAreKeptToTheSecond() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        for (int second = 0; second < 5_000; second++) {
            log.append(second * 3L, "x \n".getBytes(StandardCharsets.UTF_8), NOW.plusSeconds(second));
        }
        log.seal();
        var reader = tree.reader(KEY);
        for (int second = 0; second < 5_000; second++) {
            var piece = reader.read(second * 3L, 100).orElseThrow();
            assertThat(piece.firstRead()).isEqualTo(NOW.plusSeconds(second));
            assertThat(piece.end()).isEqualTo(second * 3L + 3);
        }
    }
}
