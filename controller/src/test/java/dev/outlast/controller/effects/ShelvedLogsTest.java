package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.ArtefactStore;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.RankKey;
import dev.outlast.logs.SegmentShelf;
import dev.outlast.logs.SpaceGuard;
import dev.outlast.testkit.artefact.InMemoryArtefacts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShelvedLogsTest {
    private static final RankKey KEY = new RankKey(new JobId(7), 0, 1, 0);

    @TempDir
    private Path directory;

    private final InMemoryArtefacts outside = new InMemoryArtefacts();
    private LogTree tree = new LogTree(Path.of("unset"));
    private long now;
    private ShelvedLogs logs = logs();

    @BeforeEach
    void open() {
        tree = new LogTree(directory.resolve("here"));
        logs = logs();
    }

    private ShelvedLogs logs() {
        return new ShelvedLogs(new SegmentShelf(tree, outside.beside()), tree, SpaceGuard.OPEN, () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private long print(long epoch, String text) throws IOException {
        var log = tree.open(KEY, epoch, SpaceGuard.OPEN);
        log.append(log.nextOffset(), text.getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        log.seal();
        return logs.keeping().kept(log);
    }

    @Test
    void aNodeHearsOnlyOfWhatOthersSee() throws IOException {
        assertThat(print(1, "one")).isEqualTo(3);
        outside.away(true);
        assertThat(print(1, "two")).isZero();
        assertThat(logs.isWaiting(KEY)).isTrue();
        outside.away(false);
        assertThat(print(1, "three")).as("it is left alone for a while").isZero();
        pass(Duration.ofSeconds(11));
        logs.tend(1);
        assertThat(logs.isWaiting(KEY)).isFalse();
        assertThat(outside.list("logs/")).hasSize(3);
    }

    @Test
    void whatAnEarlierProcessLeftIsPutToo() throws IOException {
        var log = tree.open(KEY, 4, SpaceGuard.OPEN);
        log.append(0, "left open".getBytes(StandardCharsets.UTF_8), Instant.EPOCH);
        logs.tend(5);
        assertThat(outside.list("logs/"))
                .extracting(ArtefactStore.Item::name)
                .containsExactly("logs/7/0/1/0/0000000000000000.4.log.gz");
    }

    @Test
    void whatOthersHaveIsAskedForOnceAndNeverForOnesOwn() throws IOException {
        print(1, "theirs");
        tree = new LogTree(directory.resolve("there"));
        logs = logs();
        logs.bring(KEY.job());
        assertThat(tree.reader(KEY).read(0, 100)).isPresent();
        outside.away(true);
        logs.bring(KEY.job());
        assertThatThrownBy(() -> logs.bring(new JobId(8))).isInstanceOf(IOException.class);
        pass(Duration.ofMinutes(2));
        assertThatThrownBy(() -> logs.bring(KEY.job()))
                .as("others may have put more")
                .isInstanceOf(IOException.class);

        logs.leads(6);
        logs.bring(KEY.job());
        logs.bring(new JobId(8));
        assertThatThrownBy(() -> logs.bring(new JobId(6))).isInstanceOf(IOException.class);
    }

    @Test
    void whatTheQuotaDeletedGoesThereTooAlsoAfterAnOutage() throws IOException {
        print(1, "one");
        print(1, "two");
        var oldest = tree.segments(KEY).getFirst().name();
        tree.discard(oldest);
        logs.discarded(List.of(oldest));
        outside.away(true);
        assertThatThrownBy(() -> logs.tend(1)).isInstanceOf(IOException.class);
        outside.away(false);
        pass(Duration.ofSeconds(11));
        logs.tend(1);
        assertThat(outside.list("logs/"))
                .extracting(ArtefactStore.Item::name)
                .containsExactly(
                        "logs/7/0/1/0/0000000000000000-0000000000000003.gone",
                        "logs/7/0/1/0/0000000000000003.1.log.gz");
    }
}
