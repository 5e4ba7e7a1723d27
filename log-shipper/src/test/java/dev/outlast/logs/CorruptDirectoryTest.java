package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.job.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is in the directory: I/O exceptions only, an end is always reached, and writing goes on.
class CorruptDirectoryTest {
    private static final RankKey KEY = new RankKey(new JobId(7), 0, 1, 0);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 400);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void damageIsSurvived(long seed) throws IOException {
        var random = new Random(seed);
        var tree = new LogTree(directory, new SegmentLimits(500, 100));
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        for (int step = 0; step < 12; step++) {
            log.append(log.nextOffset() + (random.nextInt(5) == 0 ? 10 : 0), new byte[random.nextInt(400)], NOW);
            if (random.nextInt(3) == 0) {
                log.sealClosed();
            }
            if (random.nextInt(6) == 0) {
                log = tree.open(KEY, 1 + step, SpaceGuard.OPEN);
            }
        }
        damage(tree.directory(KEY), random);
        readAll(tree);
        var after = tree.open(KEY, 100, SpaceGuard.OPEN);
        var next = after.nextOffset();
        after.append(next, "goes on\n".getBytes(StandardCharsets.UTF_8), NOW);
        after.seal();
        readAll(tree);
        assertThat(TailOracle.rest(tree.reader(KEY), next)).isEqualTo("goes on\n");
        assertThat(tree.reader(KEY).tail(1, 1 << 20).lines()).isEqualTo(1);
        for (var segment : tree.segments(KEY)) {
            tree.content(segment.name());
            tree.discard(segment.name());
        }
        readAll(tree);
        assertThat(tree.open(KEY, 101, SpaceGuard.OPEN).nextOffset()).isEqualTo(next + 8);
    }

    private void damage(Path rank, Random random) throws IOException {
        try (var files = Files.list(rank)) {
            for (var file : files.sorted().toList()) {
                var bytes = Files.readAllBytes(file);
                switch (random.nextInt(5)) {
                    case 0 -> Files.write(file, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
                    case 1 -> Files.write(file, Arrays.copyOf(bytes, bytes.length + random.nextInt(50)));
                    case 2 -> Files.delete(file);
                    default -> {
                        for (int flips = 0; flips < random.nextInt(4) && bytes.length > 0; flips++) {
                            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                        }
                        Files.write(file, bytes);
                    }
                }
            }
        }
        var noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        for (var name : new String[] {
            "0000000000000000.0.log",
            "0000000000000100.3.log.closed",
            "0000000000000200.2.log.gz",
            "0.1.log",
            "x",
            "0000000000000050-0000000000000040.gone",
            "0000000000000050-0000000000000140.gone",
            "9999999999999999.9.log.gz.tmp",
            "some.acked"
        }) {
            if (random.nextInt(4) == 0) {
                Files.write(rank.resolve(name), noise);
            }
        }
    }

    private static void readAll(LogTree tree) throws IOException {
        var reader = tree.reader(KEY);
        var offset = 0L;
        for (int pieces = 0; ; pieces++) {
            var piece = reader.read(offset, 1_000);
            if (piece.isEmpty()) {
                break;
            }
            assertThat(piece.get().end()).isGreaterThan(offset);
            assertThat(pieces).isLessThan(10_000);
            offset = piece.get().end();
        }
        tree.reader(KEY).tail(1_000, 1 << 20);
    }
}
