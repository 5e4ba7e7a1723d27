package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Appends, overlaps, gaps, seals, crashes, take-overs and deletions in any order: a reader sees the producer's
/// bytes
/// with declared gaps only. A failure names its seed.
class RankLogPropertyTest {
    private static final RankKey KEY = new RankKey(new JobId(7), 0, 2, 1);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    static LongStream seeds() {
        var only = Long.getLong("seed");
        return only != null ? LongStream.of(only) : LongStream.range(0, 60);
    }

    static LongStream manySeeds() {
        return LongStream.range(1_000, 1_000 + Long.getLong("seeds", 1_000));
    }

    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("seeds")
    void readerSeesTheProducersBytes(long seed) throws IOException {
        new Run(seed, directory).go();
    }

    @Tag("slow")
    @ParameterizedTest(name = "-Dseed={0}")
    @MethodSource("manySeeds")
    void readerSeesTheProducersBytesManySeeds(long seed) throws IOException {
        new Run(seed, directory).go();
    }

    private static final class Run {
        private final Random random;
        private final LogModel model;
        private final SegmentLimits limits;
        private final Path base;
        private LogTree tree;
        private LogReader follower;
        private RankLog log;
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private long epoch = 1;
        private int copies;

        Run(long seed, Path base) throws IOException {
            this.random = new Random(seed);
            this.model = new LogModel(random, 60_000);
            this.limits = new SegmentLimits(300 + random.nextInt(3_000), 20 + random.nextInt(280));
            this.base = base;
            this.tree = new LogTree(base.resolve("0"), limits);
            this.log = tree.open(KEY, epoch, SpaceGuard.OPEN);
            this.follower = tree.reader(KEY);
        }

        void go() throws IOException {
            for (int step = 0; step < 120; step++) {
                now = now.plusMillis(random.nextInt(1_500));
                switch (random.nextInt(16)) {
                    case 0 -> log.sync();
                    case 1 -> log.seal();
                    case 2 -> log.sealClosed();
                    case 3 -> crash(false);
                    case 4 -> crash(true);
                    case 5 -> crashWhileSealing();
                    case 6 -> discardOne();
                    case 7 -> takeOver();
                    case 8 -> gap();
                    default -> append();
                }
                if (random.nextInt(4) == 0) {
                    model.check(random.nextBoolean() ? follower : tree.reader(KEY), log.nextOffset());
                }
            }
            var seen = model.check(tree.reader(KEY), log.nextOffset());
            TailOracle.check(tree, KEY, seen, random);
        }

        private void append() throws IOException {
            model.print(random.nextInt(700));
            var next = log.nextOffset();
            var from = Math.max(0, next - random.nextInt(200));
            var to = Math.max(from, Math.min(model.printed(), next + random.nextInt(900)));
            var before = log.nextOffset();
            assertThat(log.append(from, model.bytes(from, to), now)).isEqualTo(Math.max(0, to - before));
            assertThat(log.nextOffset()).isEqualTo(Math.max(before, to));
            model.wasRead(Math.min(before, Math.max(before, to)), Math.max(before, to), now);
        }

        private void gap() throws IOException {
            model.print(100);
            var next = log.nextOffset();
            var from = next + 1 + random.nextInt(60);
            if (from + 1 < model.printed()) {
                log.append(from, model.bytes(from, from + 1), now);
                model.lacks(next, from);
                model.wasRead(from, from + 1, now);
            }
        }

        private void discardOne() throws IOException {
            var sealed =
                    tree.segments(KEY).stream().filter(StoredSegment::sealed).toList();
            if (!sealed.isEmpty()) {
                var victim = sealed.get(random.nextInt(sealed.size())).name();
                var end = tree.content(victim).orElseThrow().end();
                tree.discard(victim);
                model.lacks(victim.startOffset(), end);
                follower = tree.reader(KEY); // the other may still hold a block of it
            }
        }

        private void takeOver() throws IOException {
            var stale = log;
            var next = log.nextOffset();
            log = tree.open(KEY, ++epoch, SpaceGuard.OPEN);
            assertThat(log.nextOffset()).isEqualTo(next);
            if (random.nextBoolean()) {
                append();
            }
            assertThatThrownBy(() -> stale.append(stale.nextOffset(), new byte[] {1}, now))
                    .isInstanceOf(StaleEpochException.class);
            assertThatThrownBy(() -> tree.open(KEY, epoch - 1, SpaceGuard.OPEN))
                    .isInstanceOf(StaleEpochException.class);
        }

        /// @param power whether what was not synced may be cut off; if not, a torn frame may follow what was
        /// written
        private void crash(boolean power) throws IOException {
            var next = log.nextOffset();
            var synced = log.syncedOffset();
            restore();
            for (var file : Listing.of(tree.directory(KEY), KEY).files()) {
                if (file.form() == SegmentFile.Form.ACTIVE) {
                    damage(file.path(), power);
                }
            }
            open();
            if (power) {
                assertThat(log.nextOffset()).isLessThanOrEqualTo(next);
                model.forgot(log.nextOffset());
            } else {
                assertThat(log.nextOffset()).isEqualTo(next);
            }
            assertThat(synced).isLessThanOrEqualTo(next);
        }

        private void damage(Path file, boolean power) throws IOException {
            try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (power) {
                    channel.truncate(random.nextLong(channel.size() + 1));
                } else {
                    var garbage = new byte[random.nextInt(60)];
                    random.nextBytes(garbage);
                    channel.write(ByteBuffer.wrap(garbage), channel.size());
                }
            }
        }

        private void crashWhileSealing() throws IOException {
            var closed = base.resolve("closed");
            Files.createDirectories(closed);
            log.sync();
            for (var file : Listing.of(tree.directory(KEY), KEY).files()) {
                if (file.form() == SegmentFile.Form.CLOSED) {
                    Files.copy(file.path(), closed.resolve(file.path().getFileName()));
                }
            }
            log.sealClosed();
            var next = log.nextOffset();
            restore();
            try (var copies = Files.newDirectoryStream(closed)) {
                for (var copy : copies) {
                    var back = SegmentFile.parse(KEY, tree.directory(KEY).resolve(copy.getFileName()))
                            .orElseThrow();
                    var sealed = back.as(SegmentFile.Form.SEALED).path();
                    if (random.nextBoolean()) {
                        Files.move(sealed, sealed.resolveSibling(sealed.getFileName() + ".tmp"));
                    }
                    Files.move(copy, back.path());
                }
            }
            model.check(tree.reader(KEY), next);
            open();
            assertThat(log.nextOffset()).isEqualTo(next);
        }

        private void open() throws IOException {
            if (random.nextBoolean()) {
                epoch++;
            }
            log = tree.open(KEY, epoch, SpaceGuard.OPEN);
            follower = tree.reader(KEY);
        }

        /// The disk as it is at this moment, elsewhere.
        private void restore() throws IOException {
            var copy = new LogTree(base.resolve(String.valueOf(++copies)), limits);
            Files.createDirectories(copy.directory(KEY));
            try (var files = Files.newDirectoryStream(tree.directory(KEY))) {
                for (var file : files) {
                    Files.copy(file, copy.directory(KEY).resolve(file.getFileName()));
                }
            }
            tree = copy;
        }
    }
}
