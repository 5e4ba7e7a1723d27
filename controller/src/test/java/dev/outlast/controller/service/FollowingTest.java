package dev.outlast.controller.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.outlast.controller.api.Seat;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.controller.skyapi.queue.Line;
import dev.outlast.controller.skyapi.queue.QueueBoard;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.logs.pump.WatchHub;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class FollowingTest {
    @TempDir
    private Path directory;

    private final QueueBoard queue = new QueueBoard(_ -> Optional.empty());
    private final WatchHub hub = new WatchHub();
    private Ground ground;
    private Standing standing;
    private Following following;

    @BeforeEach
    void prepare() throws Exception {
        ground = new Ground(directory);
        ground.commit(ground.queued(1));
        standing = new Standing(ground.store());
        following = new Following(ground.store(), ground.book(), queue, hub, standing);
    }

    @AfterEach
    void stop() {
        following.stop();
    }

    @Test
    void whatWasThereBeforeIsForOthersToLoad() throws Exception {
        following.finish();
        assertThat(queue.find(1)).isEmpty();
    }

    @Test
    void eachCommitIsShownAsItIsThen() throws Exception {
        ground.commit(ground.queued(2));
        following.finish();
        assertThat(status(2)).contains(Status.PENDING);
        assertThat(queue.find(1)).isEmpty();

        ground.commit(ground.cancelled(2), ground.cancelled(1));
        following.finish();

        assertThat(status(2)).contains(Status.CANCELLED);
        assertThat(status(1)).contains(Status.CANCELLED);
    }

    @Test
    void aLongHistoryIsReadToItsEnd() throws Exception {
        var last = 2_501;
        for (var from = 2; from <= last; from += 500) {
            var rows = new JobRow[Math.min(500, last - from + 1)];
            for (var i = 0; i < rows.length; i++) {
                rows[i] = ground.queued(from + i);
            }
            ground.commit(rows);
        }

        following.finish();

        for (var id = 2; id <= last; id++) {
            assertThat(status(id)).as("job %s", id).contains(Status.PENDING);
        }
    }

    @Test
    void aJobThatCannotBeReadCostsItselfOnly() throws Exception {
        try (var watch = hub.watch(new JobId(2))) {
            var before = watch.version();

            ground.commit(Ground.broken(2), ground.queued(3));
            following.finish();

            assertThat(queue.find(2)).isEmpty();
            assertThat(status(3)).contains(Status.PENDING);
            assertThat(watch.version()).as("who watches it is told").isGreaterThan(before);
        }
    }

    @Test
    void onlyWhoWatchesAChangedJobIsWoken() throws Exception {
        try (var changed = hub.watch(new JobId(2));
                var other = hub.watch(new JobId(1))) {
            var ofChanged = changed.version();
            var ofOther = other.version();
            ground.commit(ground.queued(2));
            following.finish();
            assertThat(changed.version()).isGreaterThan(ofChanged);
            assertThat(other.version()).isEqualTo(ofOther);
        }
    }

    @Test
    void nothingIsSkippedBecauseTheStoreWasAway() throws Exception {
        ground.commit(ground.queued(2));
        ground.store().awayFor(1);
        assertThatThrownBy(following::finish).isInstanceOf(StoreException.class);
        assertThat(queue.find(2)).isEmpty();

        following.finish();

        assertThat(status(2)).contains(Status.PENDING);
    }

    @Test
    void itFollowsByItselfUntilItIsFinished() throws Exception {
        following.start();
        ground.commit(ground.queued(2));
        await().until(() -> status(2).equals(Optional.of(Status.PENDING)));
        assertThat(standing.seat()).isEqualTo(new Seat.There(URI.create("http://other:1"), 1));

        ground.store().awayFor(2);
        var rounds = following.rounds();
        await().until(() -> following.rounds() > rounds + 2);
        ground.commit(ground.cancelled(2));
        await().until(() -> status(2).equals(Optional.of(Status.CANCELLED)));

        ground.commit(ground.queued(3));
        following.finish();
        assertThat(status(3)).contains(Status.PENDING);
        var last = following.rounds();
        ground.commit(ground.queued(4));
        await().during(Duration.ofMillis(600)).until(() -> following.rounds() == last);
        assertThat(queue.find(4)).isEmpty();
    }

    @Test
    void whoLeadsShowsTheRestByAndByAndKeepsWhatItKnows() throws Exception {
        queue.loadedAll();
        ground.commit(ground.queued(2), ground.queued(3));
        following.finish();
        ground.commit(ground.cancelled(2), ground.queued(4));
        ground.store().awayFor(2);

        following.handOver();

        // Who asks for the list waits for all that happened before.
        var listed = queue.newestFirst().iterator();
        assertThat(status(2)).contains(Status.CANCELLED);
        assertThat(listed.next().getFirst().job()).isEqualTo(4);
        assertThat(status(3)).contains(Status.PENDING);
    }

    private Optional<Status> status(long job) {
        return queue.find(job).map(List::getFirst).map(Line::status);
    }
}
