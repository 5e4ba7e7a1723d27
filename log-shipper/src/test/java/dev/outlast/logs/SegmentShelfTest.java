package dev.outlast.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.testkit.artefact.InMemoryArtefacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two controllers with a disk each, `one` and `other`, and a place that both see.
final class SegmentShelfTest {
    private static final RankKey KEY = new RankKey(new JobId(7), 0, 1, 0);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final int SEGMENT = 4096;
    private static final String A = "a".repeat(SEGMENT);
    private static final String B = "b".repeat(SEGMENT);

    @TempDir
    private Path directory;

    private final InMemoryArtefacts outside = new InMemoryArtefacts();
    private LogTree one = new LogTree(Path.of("unset"));
    private LogTree other = one;

    @BeforeEach
    void open() {
        var small = new SegmentLimits(SEGMENT, SEGMENT);
        one = new LogTree(directory.resolve("one"), small);
        other = new LogTree(directory.resolve("other"), small);
    }

    private SegmentShelf shelf(LogTree tree) {
        return new SegmentShelf(tree, outside.beside());
    }

    private static RankLog write(LogTree tree, long epoch, String... pieces) throws IOException {
        var log = tree.open(KEY, epoch, SpaceGuard.OPEN);
        for (var piece : pieces) {
            log.append(log.nextOffset(), piece.getBytes(StandardCharsets.UTF_8), NOW);
        }
        return log;
    }

    private static String text(LogTree tree) throws IOException {
        var text = new ByteArrayOutputStream();
        var reader = tree.reader(KEY);
        for (var piece = reader.read(0, 1 << 20); piece.isPresent(); ) {
            switch (piece.get()) {
                case Piece.Data data -> {
                    var bytes = new byte[data.bytes().remaining()];
                    data.bytes().duplicate().get(bytes);
                    text.writeBytes(bytes);
                }
                case Piece.Gap gap -> text.writeBytes(("<" + gap.reason() + ">").getBytes(StandardCharsets.UTF_8));
            }
            piece = reader.read(piece.get().end(), 1 << 20);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private void deliver() throws IOException {
        shelf(other).bring(KEY.job(), SpaceGuard.OPEN);
    }

    @Test
    void whatIsSealedGoesOverAndWhatIsOpenDoesNot() throws IOException {
        var log = write(one, 1, A, "and more");
        log.sealClosed();
        assertThat(shelf(one).put(KEY)).isEqualTo(SEGMENT);
        deliver();
        assertThat(text(other)).isEqualTo(A);

        log.seal();
        assertThat(shelf(one).isPut(KEY)).isFalse();
        assertThat(shelf(one).put(KEY)).isEqualTo(SEGMENT + 8);
        assertThat(shelf(one).isPut(KEY)).isTrue();
        deliver();
        assertThat(text(other)).isEqualTo(A + "and more");
        assertThat(outside.puts()).isEqualTo(2);
    }

    @Test
    void aNewLeaderGoesOnWhereTheShelfEnds() throws IOException {
        write(one, 1, A, "not sealed").sealClosed();
        shelf(one).put(KEY);
        deliver();
        var next = other.open(KEY, 2, SpaceGuard.OPEN);
        assertThat(next.nextOffset()).isEqualTo(SEGMENT);
        next.append(SEGMENT, "pulled again".getBytes(StandardCharsets.UTF_8), NOW);
        next.seal();
        shelf(other).put(KEY);
        assertThat(text(other)).isEqualTo(A + "pulled again");

        // The first one is back, and seals what it had left open: the newer epoch's counts.
        shelf(one).settle(KEY, 2);
        shelf(one).put(KEY);
        shelf(one).bring(KEY.job(), SpaceGuard.OPEN);
        assertThat(text(one)).isEqualTo(A + "pulled again");
    }

    @Test
    void whatACrashLeftOpenIsNotLostWhenTheNodeIs() throws IOException {
        write(one, 1, "only here");
        shelf(one).settle(KEY, 1);
        assertThat(shelf(one).put(KEY))
                .as("that is this epoch's, which still writes")
                .isZero();
        shelf(one).settle(KEY, 2);
        assertThat(shelf(one).put(KEY)).isEqualTo(9);
        deliver();
        assertThat(text(other)).isEqualTo("only here");
    }

    @Test
    void anOutageLosesNothing() throws IOException {
        write(one, 1, A, "more").seal();
        outside.away(true);
        assertThatThrownBy(() -> shelf(one).put(KEY)).isInstanceOf(IOException.class);
        assertThat(shelf(one).isPut(KEY)).isFalse();
        assertThatThrownBy(this::deliver).isInstanceOf(IOException.class);
        outside.away(false);
        assertThat(shelf(one).put(KEY)).isEqualTo(SEGMENT + 4);
        deliver();
        assertThat(text(other)).isEqualTo(A + "more");
    }

    @Test
    void whatTheQuotaDeletedIsDeletedThereAndShownAsDeleted() throws IOException {
        write(one, 1, A, B, "last").seal();
        shelf(one).put(KEY);
        for (var segment : one.segments(KEY).subList(0, 2)) {
            one.discard(segment.name());
            shelf(one).mirror(KEY);
        }
        assertThat(outside.list("logs/"))
                .extracting(ArtefactStore.Item::name)
                .containsExactly(
                        "logs/7/0/1/0/0000000000000000-0000000000008192.gone",
                        "logs/7/0/1/0/0000000000008192.1.log.gz");
        deliver();
        assertThat(text(other)).isEqualTo("<QUOTA>last");
    }

    @Test
    void bringingStopsWhereThereIsNoRoomAndDoesNotBringTwice() throws IOException {
        write(one, 1, A, "more").seal();
        shelf(one).put(KEY);
        assertThatThrownBy(() -> shelf(other).bring(KEY.job(), bytes -> {
                    throw new LogSpaceException("full");
                }))
                .isInstanceOf(LogSpaceException.class);
        assertThat(shelf(other).bring(KEY.job(), SpaceGuard.OPEN)).isEqualTo(2);
        assertThat(shelf(other).bring(KEY.job(), SpaceGuard.OPEN)).isZero();
        assertThat(shelf(other).bring(new JobId(70), SpaceGuard.OPEN)).isZero();
        assertThat(shelf(other).heights()).isEqualTo(new SegmentShelf.Heights(7, 1));
    }

    @Test
    void whatADatabaseThatWasPutBackDoesNotKnowIsMovedAside() throws IOException {
        write(one, 3, "known").seal();
        shelf(one).put(KEY);
        assertThat(shelf(one).moveAside(Set.of("7/0/1"), "before")).isZero();
        assertThat(shelf(one).moveAside(Set.of("7/0/2"), "before")).isEqualTo(1);
        assertThat(outside.list(""))
                .extracting(ArtefactStore.Item::name)
                .containsExactly("before/logs/7/0/1/0/0000000000000000.3.log.gz");
        assertThat(shelf(other).bring(KEY.job(), SpaceGuard.OPEN)).isZero();
    }

    @Test
    void aPullThatBeginsLaterHidesNothingOfTheOthers() throws IOException {
        write(one, 1, A, B, "x").seal();
        shelf(one).put(KEY);
        // The place was away when the other began, and the node had freed what is before.
        var log = other.open(KEY, 2, SpaceGuard.OPEN);
        log.skipTo(SEGMENT + 20);
        log.append(SEGMENT + 20, (B.substring(20) + "x, the end").getBytes(StandardCharsets.UTF_8), NOW);
        log.seal();
        assertThat(text(other)).isEqualTo("<MISSING>" + B.substring(20) + "x, the end");
        deliver();
        assertThat(text(other)).isEqualTo(A + B + "x, the end");
    }
}
