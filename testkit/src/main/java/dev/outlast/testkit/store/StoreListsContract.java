package dev.outlast.testkit.store;

import static dev.outlast.testkit.store.SampleRows.NOON;
import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.apiRequest;
import static dev.outlast.testkit.store.SampleRows.attempt;
import static dev.outlast.testkit.store.SampleRows.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.core.store.Written;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every store promises of its lists, counts and cursors.
abstract class StoreListsContract {
    static final JobId ONE = new JobId(1);

    Store store;

    /// A store that was never used.
    protected abstract Store fresh() throws Exception;

    /// The same store as after an orderly restart of its controller.
    protected abstract Store restarted(Store running) throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = fresh();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void liveJobsAreListedByAscendingIdUntilTheyAreNot() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(job(3, "RUNNING"), job(1, "RUNNING"), job(2, "t", "u", "SUCCEEDED", false))
                .build());
        assertThat(store.live(0, 10)).extracting(j -> j.id().value()).containsExactly(1L, 3L);
        assertThat(store.live(0, 1)).extracting(j -> j.id().value()).containsExactly(1L);
        assertThat(store.live(1, 10)).extracting(j -> j.id().value()).containsExactly(3L);
        store.commit(after(store.leader())
                .with(job(1, "t", "u", "FAILED", false), job(2, "t", "u", "SUCCEEDED", true))
                .build());
        assertThat(store.live(0, 10)).extracting(j -> j.id().value()).containsExactly(2L, 3L);
        assertThatIllegalArgumentException().isThrownBy(() -> store.live(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.live(0, 10_001));
    }

    @Test
    void jobsAndAttemptsAreReadForManyAtOnce() throws Exception {
        store.commit(after(store.takeLead("a"))
                .with(job(1, "RUNNING"), job(2, "t", "u", "SUCCEEDED", false), job(3, "RUNNING"))
                .with(attempt(3, 2), attempt(1, 1), attempt(2, 1), attempt(3, 1))
                .build());
        var some = List.of(new JobId(3), new JobId(2), new JobId(4711), new JobId(2));

        assertThat(store.jobs(some)).extracting(j -> j.id().value()).containsExactly(2L, 3L);
        assertThat(store.attempts(some)).containsExactly(attempt(2, 1), attempt(3, 1), attempt(3, 2));
        assertThat(store.jobs(List.of(ONE))).hasSize(1);
        assertThat(store.attempts(List.of(ONE))).containsExactly(attempt(1, 1));
        assertThat(store.jobs(List.of())).isEmpty();
        assertThat(store.attempts(List.of())).isEmpty();
        var all = LongStream.rangeClosed(1, 1_000).mapToObj(JobId::new).toList();
        assertThat(store.jobs(all)).hasSize(3);
        assertThat(store.attempts(all)).hasSize(4);
        var tooMany = LongStream.rangeClosed(1, 1_001).mapToObj(JobId::new).toList();
        assertThatIllegalArgumentException().isThrownBy(() -> store.jobs(tooMany));
        assertThatIllegalArgumentException().isThrownBy(() -> store.attempts(tooMany));
    }

    @Test
    void attemptsOfLiveJobsAreListedForARangeOfThem() throws Exception {
        store.commit(after(store.takeLead("a"))
                .with(job(1, "RUNNING"), job(2, "t", "u", "SUCCEEDED", false), job(3, "RUNNING"), job(4, "RUNNING"))
                .with(attempt(3, 2), attempt(1, 1), attempt(2, 1), attempt(3, 1))
                .build());

        assertThat(store.liveAttempts(0, 4)).containsExactly(attempt(1, 1), attempt(3, 1), attempt(3, 2));
        assertThat(store.liveAttempts(1, 3)).containsExactly(attempt(3, 1), attempt(3, 2));
        assertThat(store.liveAttempts(0, 2)).containsExactly(attempt(1, 1));
        assertThat(store.liveAttempts(3, 4)).isEmpty();
        assertThat(store.liveAttempts(4, 4)).isEmpty();
    }

    @Test
    void itIsToldWhichBatchWroteAJobLast() throws Exception {
        var first = store.takeLead("a");
        store.commit(after(first)
                .with(job(1, "RUNNING"), job(2, "t", "u", "SUCCEEDED", false), job(3, "RUNNING"), job(4, "RUNNING"))
                .build());
        store.commit(after(store.leader()).with(job(3, "RUNNING")).build());
        var one = first.lastBatch() + 1;

        assertThat(store.liveWritten(0, 10)).containsExactly(written(1, one), written(3, one + 1), written(4, one));
        assertThat(store.liveWritten(1, 1)).containsExactly(written(3, one + 1));
        assertThat(store.liveWritten(4, 1)).isEmpty();
        assertThat(store.written(List.of(new JobId(3), new JobId(9), new JobId(2))))
                .containsExactly(written(2, one), written(3, one + 1));
        assertThat(store.written(List.of())).isEmpty();
    }

    /// Batches go on where the leader before ended, or what was kept of its time would pass for today's.
    @Test
    void aLaterLeadersBatchesHaveLaterNumbers() throws Exception {
        store.commit(after(store.takeLead("a")).with(job(1, "RUNNING")).build());
        var before = store.liveWritten(0, 1).getFirst().batch();
        store.commit(after(store.takeLead("b")).with(job(1, "RUNNING")).build());
        assertThat(store.liveWritten(0, 1).getFirst().batch()).isGreaterThan(before);
    }

    private static Written written(long job, long batch) {
        return new Written(new JobId(job), batch);
    }

    @Test
    void pagesOfJobsAreStableUnderInserts() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader).with(jobs(1, 10)).build());
        var first = store.jobs(all(4));
        assertThat(ids(first)).containsExactly(10L, 9L, 8L, 7L);
        store.commit(after(store.leader()).with(jobs(11, 15)).build());
        assertThat(ids(store.jobs(new JobPage(7, 4, Set.of(), "", "")))).containsExactly(6L, 5L, 4L, 3L);
        assertThat(ids(store.jobs(new JobPage(3, 4, Set.of(), "", "")))).containsExactly(2L, 1L);
        assertThat(store.jobs(new JobPage(1, 4, Set.of(), "", ""))).isEmpty();
    }

    @Test
    void pagesAreFilteredByStatusesNameAndUser() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(
                        job(1, "x", "ann", "RUNNING", true),
                        job(2, "x", "bob", "PENDING", true),
                        job(3, "y", "ann", "PENDING", true),
                        job(4, "x", "ann", "FAILED", false),
                        job(5, "x", "ann", "PENDING", true))
                .build());
        assertThat(page(Set.of("PENDING"), "", "")).containsExactly(5L, 3L, 2L);
        assertThat(page(Set.of("PENDING", "FAILED"), "", "")).containsExactly(5L, 4L, 3L, 2L);
        assertThat(page(Set.of("PENDING", "FAILED", "NONE"), "", "ann")).containsExactly(5L, 4L, 3L);
        assertThat(page(Set.of(), "x", "")).containsExactly(5L, 4L, 2L, 1L);
        assertThat(page(Set.of(), "", "ann")).containsExactly(5L, 4L, 3L, 1L);
        assertThat(page(Set.of("RUNNING", "PENDING"), "x", "ann")).containsExactly(5L, 1L);
        assertThat(page(Set.of(), "X", "")).isEmpty();
        assertThat(ids(store.jobs(new JobPage(5, 2, Set.of("PENDING", "FAILED"), "", ""))))
                .containsExactly(4L, 3L);
    }

    @Test
    void countsFollowEveryChangeOfStatus() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(job(1, "PENDING"), job(2, "PENDING"), job(3, "RUNNING"))
                .build());
        assertThat(store.counts()).isEqualTo(Map.of("PENDING", 2L, "RUNNING", 1L));
        store.commit(
                after(store.leader()).with(job(1, "RUNNING"), job(3, "RUNNING")).build());
        assertThat(store.counts()).isEqualTo(Map.of("PENDING", 1L, "RUNNING", 2L));
        store.commit(
                after(store.leader()).with(job(2, "RUNNING"), job(2, "FAILED")).build());
        assertThat(store.counts()).isEqualTo(Map.of("FAILED", 1L, "RUNNING", 2L));
        assertThat(store.job(new JobId(2))).contains(job(2, "FAILED"));
    }

    @Test
    void historyIsReadInOrderWithoutGaps() throws Exception {
        var leader = store.takeLead("a");
        store.commit(after(leader)
                .with(job(1, "PENDING"), job(2, "PENDING"))
                .withEvent(1)
                .withEvent(2)
                .build());
        store.commit(after(store.leader()).build());
        store.commit(
                after(store.leader()).withEvent(2).withEvent(1).withEvent(2).build());
        assertThat(store.events(EventCursor.START, 10))
                .extracting(e -> e.cursor().toString())
                .containsExactly("1.0", "1.1", "3.0", "3.1", "3.2");
        assertThat(store.events(new EventCursor(1, 0), 2))
                .extracting(e -> e.cursor().toString())
                .containsExactly("1.1", "3.0");
        assertThat(store.events(new JobId(2), EventCursor.START, 10))
                .extracting(e -> e.cursor().toString())
                .containsExactly("1.1", "3.0", "3.2");
        assertThat(store.events(new JobId(2), new EventCursor(1, 1), 1))
                .extracting(e -> e.cursor().toString())
                .containsExactly("3.0");
        assertThat(store.events(new EventCursor(3, 2), 10)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> store.events(EventCursor.START, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.events(ONE, EventCursor.START, 10_001));
    }

    @Test
    void cursorsNeverGoBack() throws Exception {
        store.moveCursor("sse", new EventCursor(3, 4));
        store.moveCursor("sse", new EventCursor(3, 3));
        store.moveCursor("sse", new EventCursor(2, 9));
        assertThat(store.cursor("sse")).isEqualTo(new EventCursor(3, 4));
        store.moveCursor("sse", new EventCursor(4, 0));
        assertThat(store.cursor("sse")).isEqualTo(new EventCursor(4, 0));
        assertThat(store.cursor("mail")).isEqualTo(EventCursor.START);
    }

    @Test
    void requestsAreFoundByIdByItsBeginningAndByAge() throws Exception {
        var leader = store.takeLead("a");
        var old = apiRequest("b0b1c2", NOON);
        var middle = apiRequest("a1b2c3", NOON.plusSeconds(1));
        var newest = apiRequest("a1b9d4", NOON.plusSeconds(2));
        store.commit(after(leader).with(middle, old, newest).build());
        assertThat(store.apiRequest("a1b2c3")).contains(middle);
        assertThat(store.apiRequest("a1b2")).isEmpty();
        assertThat(store.apiRequests("a1b", 10)).containsExactly(middle, newest);
        assertThat(store.apiRequests("a1b", 1)).containsExactly(middle);
        assertThat(store.apiRequests("a1%", 10)).isEmpty();
        assertThat(store.apiRequests(10)).containsExactly(newest, middle, old);
        assertThat(store.apiRequests(1)).containsExactly(newest);
        assertThatIllegalArgumentException().isThrownBy(() -> store.apiRequests(0));
        assertThatIllegalArgumentException().isThrownBy(() -> store.apiRequests("a", 1_001));
        store = restarted(store);
        assertThat(store.apiRequest("b0b1c2")).contains(old);
        assertThat(store.forgetApiRequests(NOON.plusSeconds(2), 1)).isEqualTo(1);
        assertThat(store.forgetApiRequests(NOON.plusSeconds(2), 10)).isEqualTo(1);
        assertThat(store.forgetApiRequests(NOON.plusSeconds(2), 10)).isZero();
        assertThat(store.apiRequests(10)).containsExactly(newest);
    }

    @Test
    void aRequestIsRecordedOnce() throws Exception {
        store.takeLead("a");
        var first = apiRequest("a1b2c3", NOON);
        store.commit(after(store.leader()).with(first).build());
        store.commit(after(store.leader())
                .with(apiRequest("a1b2c3", NOON.plusSeconds(5)))
                .build());
        assertThat(store.apiRequest("a1b2c3")).contains(first);
    }

    private static JobRow[] jobs(int from, int to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> job(id, "PENDING"))
                .toArray(JobRow[]::new);
    }

    static JobPage all(int limit) {
        return new JobPage(Long.MAX_VALUE, limit, Set.of(), "", "");
    }

    private List<Long> page(Set<String> statuses, String name, String user) throws StoreException {
        return ids(store.jobs(new JobPage(Long.MAX_VALUE, 100, statuses, name, user)));
    }

    private static List<Long> ids(List<JobRow> rows) {
        return rows.stream().map(j -> j.id().value()).toList();
    }
}
