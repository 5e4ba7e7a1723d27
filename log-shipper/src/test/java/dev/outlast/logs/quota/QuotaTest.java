package dev.outlast.logs.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.logs.LogSpaceException;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.MemoryDirectory;
import dev.outlast.logs.Piece;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.SegmentLimits;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.logs.StoredSegment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuotaTest {
    private static final RankKey KEY = new RankKey(new JobId(5), 0, 1, 0);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private final AtomicLong free = new AtomicLong(1 << 30);
    private final Random random = new Random(1);

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    @Test
    void aJobThatPrintsForEverKeepsItsNewestPart() throws IOException {
        var tree = new LogTree(directory, new SegmentLimits(4_000, 1_000));
        var quota = quota(tree, new QuotaLimits(1_000_000, 50_000, 0));
        var log = tree.open(KEY, 1, quota);
        for (int round = 0; round < 40; round++) {
            for (int append = 0; append < 10; append++) {
                log.append(log.nextOffset(), noise(1_000), NOW);
            }
            log.sealClosed();
            quota.enforce(_ -> false, _ -> false);
        }
        assertThat(tree.segments(KEY).stream().mapToLong(StoredSegment::bytes).sum())
                .isBetween(40_000L, 50_000L);
        var reader = tree.reader(KEY);
        var gap = (Piece.Gap) reader.read(0, 100).orElseThrow();
        assertThat(gap.line())
                .isEqualTo("[outlast: " + gap.length() + " bytes of log were deleted here to keep the quota]\n");
        assertThat(gap.length()).isGreaterThan(340_000);
        assertThat(reader.read(gap.end(), 100)).get().isInstanceOf(Piece.Data.class);
        assertThat(tree.open(KEY, 2, quota).nextOffset()).isEqualTo(400_000);
        try (var files = Files.list(tree.directory(KEY))) {
            assertThat(files.filter(file -> file.toString().endsWith(".gone"))).hasSize(1);
        }
    }

    @Test
    void everythingOfAFinishedJobMayGoAndTheCursorStays() throws IOException {
        var tree = new LogTree(directory);
        var quota = quota(tree, new QuotaLimits(100, 100, 0));
        var log = tree.open(KEY, 1, bytes -> {});
        log.append(0, noise(5_000), NOW);
        log.seal();
        assertThat(quota.enforce(_ -> true, _ -> false).deletions()).hasSize(1);
        assertThat(tree.segments(KEY)).isEmpty();
        assertThat(tree.reader(KEY).read(0, 10)).get().isInstanceOf(Piece.Gap.class);
        assertThat(tree.reader(KEY).read(5_000, 10)).isEmpty();
        assertThat(tree.open(KEY, 9, quota).nextOffset()).isEqualTo(5_000);
    }

    @Test
    void refusesBeforeTheDiskIsFullAndBeforeTheQuotaIsFarExceeded() throws IOException {
        var tree = new LogTree(directory);
        var quota = quota(tree, new QuotaLimits(8_000, 8_000, 1_000));
        var log = tree.open(KEY, 1, quota);
        log.append(0, noise(8_000), NOW);
        assertThatThrownBy(() -> log.append(8_000, noise(2_000), NOW)).isInstanceOf(LogSpaceException.class);
        assertThat(log.nextOffset()).isEqualTo(8_000);
        log.seal();
        quota.enforce(_ -> false, _ -> false);
        log.append(8_000, noise(1), NOW);
        free.set(500);
        assertThatThrownBy(() -> log.append(8_001, noise(1), NOW)).isInstanceOf(LogSpaceException.class);
        free.set(1_000);
        log.append(8_001, noise(1), NOW);
    }

    @Test
    void onlyWhatChangesIsCountedAgain() throws IOException {
        var tree = new LogTree(directory);
        var quota = quota(tree, new QuotaLimits(1_000_000, 1_000_000, 0));
        var log = tree.open(KEY, 1, quota);
        log.append(0, noise(5_000), NOW);
        assertThat(quota.enforce(_ -> false, _ -> false).usedBytes()).isBetween(5_000L, 5_500L);
        log.append(5_000, noise(5_000), NOW);
        assertThat(quota.enforce(_ -> false, _ -> false).usedBytes()).isBetween(10_000L, 10_500L);
        log.seal();
        var sealed = quota.enforce(_ -> false, _ -> false).usedBytes();

        // Somebody else's doing: nobody looks until the recount.
        var other = new RankKey(new JobId(6), 0, 1, 0);
        tree.open(other, 1, SpaceGuard.OPEN).append(0, noise(3_000), NOW);
        assertThat(quota.enforce(_ -> false, _ -> false).usedBytes()).isEqualTo(sealed);
        quota.recount();
        assertThat(quota.enforce(_ -> false, _ -> false).usedBytes()).isGreaterThan(sealed + 3_000);
    }

    @Test
    void nobodyIsAskedWhatHasEndedWhileThereIsRoom() throws IOException {
        var tree = new LogTree(directory);
        var quota = quota(tree, new QuotaLimits(1_000_000, 6_000, 0));
        tree.open(KEY, 1, quota).append(0, noise(5_000), NOW);
        var asked = new ArrayList<JobId>();
        quota.enforce(asked::add, _ -> false);
        assertThat(asked).isEmpty();

        var loud = new RankKey(new JobId(6), 0, 1, 0);
        tree.open(loud, 1, quota).append(0, noise(9_000), NOW);
        quota.enforce(asked::add, _ -> false);
        assertThat(asked).containsExactly(new JobId(6));
    }

    private Quota quota(LogTree tree, QuotaLimits limits) {
        return new Quota(tree, limits, free::get);
    }

    private byte[] noise(int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }
}
