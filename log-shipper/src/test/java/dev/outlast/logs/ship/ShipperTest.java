package dev.outlast.logs.ship;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.log.SegmentName;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.MemoryDirectory;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.RankLog;
import dev.outlast.logs.SegmentLimits;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.testkit.log.RecordingSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShipperTest {
    private static final RankKey KEY = new RankKey(new JobId(8), 1, 2, 3);
    private static final Instant NOW = Instant.ofEpochSecond(1_000);

    private final RecordingSink sink = new RecordingSink("recording");

    @TempDir(factory = MemoryDirectory.class)
    private Path directory;

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }

    @Test
    void deliversWhatIsSealedOnceAndRemembersIt() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        append(log, "one\n");
        assertThat(new Shipper(tree).ship(KEY, sink)).isEqualTo(new Shipper.Shipment.Complete(0, 0));
        log.seal();
        append(log, "two\n");
        assertThat(new Shipper(tree).ship(KEY, sink)).isEqualTo(new Shipper.Shipment.Complete(1, 4));
        log.seal();
        assertThat(new Shipper(tree).ship(KEY, sink)).isEqualTo(new Shipper.Shipment.Complete(1, 4));
        assertThat(new Shipper(tree).ship(KEY, sink)).isEqualTo(new Shipper.Shipment.Complete(0, 0));
        assertThat(read()).isEqualTo("one\ntwo\n");
        assertThat(new Shipper(tree).isDelivered(KEY.segment(4, 1), "recording"))
                .isTrue();
        assertThat(new Shipper(tree).isDelivered(KEY.segment(4, 1), "another")).isFalse();
    }

    @Test
    void aFailureStopsThereAndIsTyped() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        append(log, "one\n");
        log.seal();
        append(log, "two\n");
        log.seal();
        sink.loseNextAcknowledgements(1);
        var shipment = new Shipper(tree).ship(KEY, sink);
        assertThat(shipment).isInstanceOf(Shipper.Shipment.Interrupted.class);
        assertThat(((Shipper.Shipment.Interrupted) shipment).failed()).isEqualTo(KEY.segment(0, 1));
        new Shipper(tree).ship(KEY, sink);
        assertThat(sink.deliveries()).extracting(SegmentName::startOffset).containsExactly(0L, 0L, 4L);
        assertThat(read()).isEqualTo("one\ntwo\n");
    }

    @Test
    void anUnreadableLedgerDeliversAgain() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        append(log, "one\n");
        log.seal();
        new Shipper(tree).ship(KEY, sink);
        Files.writeString(tree.directory(KEY).resolve("recording.acked"), "\0\0\0");
        new Shipper(tree).ship(KEY, sink);
        assertThat(sink.deliveries()).hasSize(2);
        assertThat(read()).isEqualTo("one\n");
    }

    @Test
    void aGapIsALineForTheSink() throws IOException {
        var tree = new LogTree(directory);
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        append(log, "one\n");
        log.append(10, "two\n".getBytes(StandardCharsets.UTF_8), NOW);
        log.seal();
        new Shipper(tree).ship(KEY, sink);
        assertThat(read()).isEqualTo("one\n[outlast: 6 bytes of log are missing here]\ntwo\n");
    }

    @Test
    void aNameThatIsNoFileNameIsRefused() {
        var shipper = new Shipper(new LogTree(directory));
        assertThatThrownBy(() -> shipper.ship(KEY, new RecordingSink("../x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Rotation, new epochs, refusals and lost acknowledgements: the sink has every byte, first deliveries in
    /// order.
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSinkEndsWithEveryByte(long seed) throws IOException {
        var random = new Random(seed);
        var tree = new LogTree(directory, new SegmentLimits(200, 50));
        var log = tree.open(KEY, 1, SpaceGuard.OPEN);
        var printed = new ByteArrayOutputStream();
        for (int step = 1; step < 80; step++) {
            switch (random.nextInt(7)) {
                case 0 -> sink.refuseNext(random.nextInt(3));
                case 1 -> sink.loseNextAcknowledgements(random.nextInt(3));
                case 2 -> log = tree.open(KEY, 1 + step, SpaceGuard.OPEN);
                case 3 -> log.seal();
                case 4 -> new Shipper(tree).ship(KEY, sink);
                default -> {
                    var line = "line " + step + " ".repeat(random.nextInt(200)) + "\n";
                    append(log, line);
                    printed.writeBytes(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        sink.refuseNext(0);
        sink.loseNextAcknowledgements(0);
        log.seal();
        assertThat(new Shipper(tree).ship(KEY, sink)).isInstanceOf(Shipper.Shipment.Complete.class);
        assertThat(read()).isEqualTo(printed.toString(StandardCharsets.UTF_8));
        assertThat(new LinkedHashSet<>(sink.deliveries()))
                .extracting(SegmentName::startOffset)
                .isSorted();
    }

    private static void append(RankLog log, String text) throws IOException {
        log.append(log.nextOffset(), text.getBytes(StandardCharsets.UTF_8), NOW);
    }

    private String read() {
        return new String(sink.read(KEY.job(), KEY.task(), KEY.attempt(), KEY.rank()), StandardCharsets.UTF_8);
    }
}
