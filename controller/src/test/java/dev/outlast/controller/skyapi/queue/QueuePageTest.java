package dev.outlast.controller.skyapi.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.controller.engine.Listener;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Status;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.JobRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueuePageTest {
    private static final double NOW = Lines.seconds(Lives.SUBMITTED.plusSeconds(3_600));
    private static final String ADA = "ada@0a1b2c3d";
    private static final String EVE = "eve@ffffffff";

    private final Map<Long, LiveJob> stored = new HashMap<>();
    private final List<Long> reads = new ArrayList<>();
    private final QueueBoard board = new QueueBoard(id -> {
        reads.add(id);
        return Optional.ofNullable(stored.get(id)).map(job -> new QueueBoard.Stored(job, List.of()));
    });

    @Test
    void the_newest_jobs_come_first_with_all_their_tasks() throws Exception {
        commit(Lives.ended(1, "a", ADA), Lives.pipeline(2, "b", ADA), Lives.running(3, "c", EVE));
        board.loadedAll();

        var page = QueuePage.of(board, plain("0a1b2c3d", false, 1, 1), NOW);

        assertThat(page.lines()).extracting(Line::job).containsExactly(2L, 2L);
        assertThat(page.lines()).extracting(Line::taskName).containsExactly("b-0", "b-1");
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.unfiltered()).isEqualTo(3);
        assertThat(page.counts()).isEqualTo(Map.of(Status.SUCCEEDED, 1, Status.PENDING, 2));
        assertThat(QueuePage.of(board, plain("0a1b2c3d", false, 2, 1), NOW).lines())
                .extracting(Line::job)
                .containsExactly(1L);
        assertThat(QueuePage.of(board, plain("", true, 1, 9), NOW).lines())
                .extracting(Line::job)
                .containsExactly(3L, 2L, 2L);
    }

    @Test
    void kept_numbers_are_what_counting_finds() throws Exception {
        var users = List.of(ADA, EVE, "bob");
        for (int i = 1; i <= 300; i++) {
            var user = users.get(i % 3);
            commit(i % 2 == 0 ? Lives.running(i, "n" + i % 7, user) : Lives.pipeline(i, "n" + i % 7, user));
        }
        for (int i = 2; i <= 300; i += 4) {
            commit(Lives.ended(i, "n" + i % 7, users.get(i % 3)));
        }
        board.loadedAll();
        for (var owner : List.of("", "0a1b2c3d", "ffffffff", "00000000")) {
            for (boolean skip : new boolean[] {true, false}) {
                var kept = QueuePage.of(board, plain(owner, skip, 1, 1_000), NOW);
                // A name that all have makes it look at every job.
                var counted = QueuePage.of(board, query(owner, skip, "n", "", Optional.empty(), true, 1_000), NOW);
                assertThat(kept).isEqualTo(counted);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "job_id, true, 1 2 3",
        "job_id, false, 3 2 1",
        "name, true, 3 2 1",
        "status, true, 2 3 1",
        "job_duration, false, 3 1 2",
        "user, true, 1 2 3",
        "submitted_at, true, 3 1 2"
    })
    void jobs_are_sorted_as_asked(String key, boolean ascending, String expected) throws Exception {
        commit(Lives.ended(1, "z", ADA), Lives.pipeline(2, "y", "bob@11111111"), Lives.running(3, "x", EVE));
        board.loadedAll();

        var page = QueuePage.of(board, query("", false, "", "", QueueQuery.Order.of(key), ascending, 0), NOW);

        var order = page.lines().stream()
                .map(Line::job)
                .distinct()
                .map(String::valueOf)
                .toList();
        assertThat(String.join(" ", order)).isEqualTo(expected);
    }

    @Test
    void filters_leave_out_what_does_not_fit() throws Exception {
        commit(Lives.ended(1, "train", ADA), Lives.running(2, "eval", ADA), Lives.pipeline(3, "train-2", EVE));
        board.loadedAll();

        assertThat(jobs(query("", false, "TRAIN", "", Optional.empty(), true, 0)))
                .containsExactly(3L, 1L);
        assertThat(jobs(query("", false, "", "local/east", Optional.empty(), true, 0)))
                .containsExactly(2L);
        var statuses = new QueueQuery(
                "",
                false,
                Set.of(),
                Set.of("SUCCEEDED"),
                "",
                "",
                "",
                "",
                "",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Optional.empty(),
                true,
                1,
                0);
        var page = QueuePage.of(board, statuses, NOW);
        assertThat(page.lines()).extracting(Line::job).containsExactly(1L);
        assertThat(page.counts()).as("without the filter by status").containsKeys(Status.RUNNING, Status.PENDING);
        var late = new QueueQuery(
                "",
                false,
                Set.of(1L, 3L),
                Set.of(),
                "",
                "",
                "def",
                "",
                "",
                NOW,
                Double.POSITIVE_INFINITY,
                Optional.empty(),
                true,
                1,
                0);
        assertThat(jobs(late)).containsExactly(3L);
    }

    @Test
    void an_ended_job_is_read_whole_when_it_is_shown_and_only_then() throws Exception {
        for (long id = 1; id <= 20; id++) {
            stored.put(id, Lives.ended(id, "old", ADA));
            board.loadBrief(row(id), Status.SUCCEEDED);
        }
        board.loadedAll();

        var page = QueuePage.of(board, plain("0a1b2c3d", false, 1, 2), NOW);

        assertThat(reads).containsExactly(20L, 19L);
        assertThat(page.lines()).extracting(Line::resources).containsOnly("1x[CPU:1+]");
        assertThat(page.lines()).extracting(Line::brief).containsOnly(false);
        assertThat(page.total()).isEqualTo(20);
        QueuePage.of(board, plain("0a1b2c3d", false, 1, 2), NOW);
        assertThat(reads).hasSize(2);
    }

    @Test
    void what_the_engine_said_is_newer_than_what_was_stored() throws Exception {
        commit(Lives.ended(1, "a", ADA));
        board.load(new QueueBoard.Stored(Lives.running(1, "a", ADA), List.of()));
        board.loadBrief(row(1), Status.FAILED);
        board.loadedAll();

        assertThat(QueuePage.of(board, plain("", false, 1, 9), NOW).counts()).isEqualTo(Map.of(Status.SUCCEEDED, 1));
    }

    @Test
    void the_time_in_run_goes_on_while_it_runs() throws Exception {
        commit(Lives.running(1, "a", ADA), Lives.ended(2, "b", ADA));

        var running = board.find(1).orElseThrow().getFirst();
        var ended = board.find(2).orElseThrow().getFirst();

        assertThat(running.ranUntil(NOW)).isEqualTo(2_700);
        assertThat(ended.ranUntil(NOW)).isEqualTo(900);
        assertThat(board.find(9)).isEmpty();
    }

    private List<Long> jobs(QueueQuery query) throws InterruptedException {
        return QueuePage.of(board, query, NOW).lines().stream()
                .map(Line::job)
                .distinct()
                .toList();
    }

    private void commit(LiveJob... jobs) {
        var changes = new ArrayList<Listener.Change>();
        for (var job : jobs) {
            changes.add(new Listener.Change(Optional.empty(), job));
        }
        board.committed(changes, List.of());
    }

    private static QueueQuery plain(String owner, boolean skipFinished, int page, int limit) {
        return new QueueQuery(
                owner,
                skipFinished,
                Set.of(),
                Set.of(),
                "",
                "",
                "",
                "",
                "",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Optional.empty(),
                false,
                page,
                limit);
    }

    private static QueueQuery query(
            String owner,
            boolean skipFinished,
            String name,
            String infra,
            Optional<QueueQuery.Order> order,
            boolean ascending,
            int limit) {
        return new QueueQuery(
                owner,
                skipFinished,
                Set.of(),
                Set.of(),
                "",
                name,
                "",
                infra,
                "",
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                order,
                ascending,
                1,
                limit);
    }

    private static JobRow row(long id) {
        return new JobRow(
                new JobId(id),
                "old",
                ADA,
                0,
                "SUCCEEDED",
                "",
                false,
                0,
                Lives.SUBMITTED,
                Optional.of(Lives.SUBMITTED.plusSeconds(900)),
                Optional.of(Lives.SUBMITTED.plusSeconds(1_800)),
                "",
                "hash",
                "{}",
                "{}");
    }
}
