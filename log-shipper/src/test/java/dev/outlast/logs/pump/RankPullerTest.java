package dev.outlast.logs.pump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.logs.LogSpaceException;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.MemoryDirectory;
import dev.outlast.logs.Piece;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.RankLog;
import dev.outlast.logs.SegmentLimits;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.logs.StaleEpochException;
import dev.outlast.logs.redaction.Redaction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RankPullerTest {
    private static final RankKey KEY = new RankKey(new JobId(3), 0, 1, 0);
    private static final String SECRET = "topsecret42";

    private final ScriptedNode node = new ScriptedNode();
    private final AtomicLong millis = new AtomicLong(1_000_000);
    private final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    private final LogTree tree;
    private boolean full;

    RankPullerTest(@TempDir(factory = MemoryDirectory.class) Path directory) {
        tree = new LogTree(directory, new SegmentLimits(64 << 10, 16 << 10));
    }

    @Test
    void bringsWhatWasPrintedAndMasksSecrets() throws Exception {
        var puller = puller(open(1));
        node.print("a " + SECRET + " b\nc topse");
        assertThat(puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20)).isEqualTo(new RankPuller.Pulled(23, 18));
        node.print("cret42 d\n");
        puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        assertThat(puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20)).isEqualTo(new RankPuller.Pulled(0, 0));
        assertThat(kept()).isEqualTo("a *********** b\nc *********** d\n");
    }

    @Test
    void whatTheNodeFreedAndNobodyHasIsAGap() throws Exception {
        node.print("gone and lost\nstill here\n");
        node.logKept(ScriptedNode.HANDLE, 0, 14);
        var puller = puller(open(1));

        var pulled = puller.finalPull(node, ScriptedNode.HANDLE, 1 << 20, Duration.ofSeconds(1), () -> 0);

        assertThat(pulled.drained()).isTrue();
        var reader = tree.reader(KEY);
        var gap = reader.read(0, 100).orElseThrow();
        assertThat(gap).isInstanceOf(Piece.Gap.class);
        assertThat(gap.end()).isEqualTo(14);
        assertThat(kept(14)).isEqualTo("still here\n");
    }

    @Test
    void anotherLeaderMasksASecretThatTheFirstHalfPulled() throws Exception {
        node.print("x " + SECRET);
        var log = open(1);
        puller(log).pullOnce(node, ScriptedNode.HANDLE, 8);
        assertThat(log.nextOffset()).isEqualTo(2);
        puller(open(2)).pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        assertThat(kept()).isEqualTo("x ***********");
        assertThatThrownBy(() -> puller(log).pullOnce(node, ScriptedNode.HANDLE, 100))
                .isInstanceOf(StaleEpochException.class);
    }

    @Test
    void holdsBackWhenThereIsNoRoomAndLosesNothing() throws Exception {
        var puller = puller(open(1));
        node.print("one\n");
        puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        full = true;
        node.print("two " + SECRET + "\n");
        assertThatThrownBy(() -> puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20))
                .isInstanceOf(LogSpaceException.class);
        assertThatThrownBy(() -> puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20))
                .isInstanceOf(LogSpaceException.class);
        full = false;
        puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        assertThat(kept()).isEqualTo("one\ntwo ***********\n");
    }

    @Test
    void tellsTheNodeOnlyWhatAPowerCutCannotTake() throws Exception {
        var log = open(1);
        var puller = puller(log);
        node.print("0123456789abcde\n".repeat(300_000));
        while (puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20).read() > 0) {
            assertThat(node.freedBefore).isLessThanOrEqualTo(log.syncedOffset());
        }
        assertThat(node.freedBefore)
                .isBetween((4L << 20) - SECRET.length() + 1, log.nextOffset() - SECRET.length() + 1);
        var after = puller(open(2));
        node.print("end\n");
        after.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        assertThat(kept()).isEqualTo(new String(node.printed(), StandardCharsets.UTF_8));
    }

    @Test
    void syncsHalfASecondAfterTheBytesCame() throws Exception {
        var log = open(1);
        var puller = puller(log);
        node.print("one\n");
        puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        assertThat(log.syncedOffset()).isZero();
        millis.addAndGet(500);
        puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        assertThat(log.syncedOffset()).isEqualTo(4);
    }

    @Test
    void theFinalPullTakesEverythingAndGivesUpInTime() throws Exception {
        var log = open(1);
        node.print("0123456789\n".repeat(1_000) + "tops");
        var done = puller(log).finalPull(node, ScriptedNode.HANDLE, 100, Duration.ofMinutes(1), () -> 0);
        assertThat(done).isEqualTo(new RankPuller.Drained(true, 11_004));
        assertThat(log.syncedOffset()).isEqualTo(11_004);

        node.print("more\n".repeat(1_000));
        var nanos = new AtomicLong();
        var late = puller(log)
                .finalPull(node, ScriptedNode.HANDLE, 100, Duration.ofSeconds(3), () -> nanos.addAndGet(1_000_000_000));
        assertThat(late).isEqualTo(new RankPuller.Drained(false, 200));
    }

    @Test
    void whatCameBeforeTheNodeWasLostIsKept() throws Exception {
        var log = open(1);
        var puller = puller(log);
        node.print("last words: topse");
        puller.pullOnce(node, ScriptedNode.HANDLE, 1 << 20);
        node.lost = true;
        assertThatThrownBy(() -> puller.finalPull(node, ScriptedNode.HANDLE, 100, Duration.ofMinutes(1), () -> 0))
                .isInstanceOf(LauncherException.class);
        puller.finish();
        assertThat(kept()).isEqualTo("last words: topse");
        assertThat(tree.segments(KEY)).allMatch(segment -> segment.sealed()).hasSize(1);
    }

    /// A producer, restarts, refusals and any sizes: the log is the output with the secrets masked.
    @Test
    void anyHistoryEndsInTheSameLog() throws Exception {
        for (long seed = 0; seed < 60; seed++) {
            var random = new Random(seed);
            var run = new RankPullerTest(tree.root().resolve("seed" + seed));
            var puller = run.puller(run.open(1));
            for (int step = 1; step < 150; step++) {
                switch (random.nextInt(6)) {
                    case 0 -> run.node.print("text " + random.nextInt(1000) + "\n");
                    case 1 -> run.node.print(SECRET.substring(0, random.nextInt(SECRET.length())));
                    case 2 -> run.node.print(SECRET);
                    case 3 -> run.full = random.nextInt(4) == 0;
                    case 4 -> puller = random.nextInt(4) == 0 ? run.puller(run.open(step)) : puller;
                    default -> run.tryPull(puller, 1 + random.nextInt(40));
                }
                run.millis.addAndGet(random.nextInt(700));
            }
            run.full = false;
            run.node.print("\n");
            puller.finalPull(run.node, ScriptedNode.HANDLE, 50, Duration.ofMinutes(1), () -> 0);
            puller.finish();
            assertThat(run.kept())
                    .as("seed %s", seed)
                    .isEqualTo(new String(run.node.printed(), StandardCharsets.UTF_8)
                            .replace(SECRET, "*".repeat(SECRET.length())));
        }
    }

    private void tryPull(RankPuller puller, int maxBytes) throws Exception {
        try {
            puller.pullOnce(node, ScriptedNode.HANDLE, maxBytes);
        } catch (LogSpaceException refused) {
            assertThat(full).isTrue();
        }
    }

    private RankLog open(long epoch) throws IOException {
        SpaceGuard guard = bytes -> {
            if (full) {
                throw new LogSpaceException("scripted");
            }
        };
        return tree.open(KEY, epoch, guard);
    }

    private RankPuller puller(RankLog log) {
        return new RankPuller(log, Redaction.of(List.of(SECRET)), clock);
    }

    private String kept() throws IOException {
        return kept(0);
    }

    private String kept(int from) throws IOException {
        var reader = tree.reader(KEY);
        var seen = new ByteArrayOutputStream();
        for (var piece = reader.read(from, 1 << 20);
                piece.isPresent();
                piece = reader.read(from + seen.size(), 1 << 20)) {
            var bytes = ((Piece.Data) piece.get()).bytes();
            var copy = new byte[bytes.remaining()];
            bytes.get(copy);
            seen.writeBytes(copy);
        }
        return seen.toString(StandardCharsets.UTF_8);
    }
}
