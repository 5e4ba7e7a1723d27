package dev.outlast.controller.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outlast.core.store.JobPage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// No question reads a whole table or sorts more than a page: every plan searches an index.
class QueryPlanTest {
    @TempDir
    Path directory;

    private SqliteStore store;
    private Handle handle;

    @BeforeEach
    void open() throws Exception {
        var file = directory.resolve("outlast.db");
        store = Stores.open(file);
        handle = new SqliteConnections(file, SqliteSettings.DEFAULT).reader();
    }

    @AfterEach
    void close() {
        handle.close();
        store.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SqlReads.LEADER,
                SqlReads.LIVE,
                SqlReads.LIVE_WRITTEN,
                SqlReads.ONE_JOB,
                SqlReads.ATTEMPTS,
                SqlReads.EVENTS_OF_JOB,
                SqlReads.EVENTS,
                SqlReads.SPEC,
                SqlReads.REQUEST,
                SqlReads.API_REQUEST,
                SqlReads.API_REQUESTS_LIKE,
                SqlReads.API_REQUESTS,
                SqlReads.SECRET,
                SqlReads.CURSOR
            })
    void everyQuestionSearches(String sql) {
        assertThat(plan(sql)).isNotEmpty().allMatch(step -> step.startsWith("SEARCH"));
    }

    @ParameterizedTest
    @CsvSource({
        "'', '', ''",
        "PENDING, '', ''",
        "PENDING RUNNING FAILED, '', ''",
        "'', train, ''",
        "'', '', ann",
        "PENDING, '', ann",
        "PENDING RUNNING, '', ann",
        "PENDING RUNNING, train, ann"
    })
    void everyPageOfJobsSearches(String statuses, String name, String user) {
        var set = statuses.isEmpty() ? Set.<String>of() : Set.of(statuses.split(" "));
        var query = JobPageQuery.of(new JobPage(Long.MAX_VALUE, 100, set, name, user));
        var plan = plan(query.sql());
        assertThat(plan).anyMatch(step -> step.startsWith("SEARCH jobs"));
        assertThat(plan).noneMatch(step -> step.startsWith("SCAN jobs"));
        if (set.size() <= 1 || !name.isEmpty()) {
            assertThat(plan).noneMatch(step -> step.contains("TEMP B-TREE"));
        }
        var expected = !name.isEmpty()
                ? "jobs_by_name"
                : !set.isEmpty() && !user.isEmpty()
                        ? "jobs_by_user_and_status"
                        : !set.isEmpty() ? "jobs_by_status" : !user.isEmpty() ? "jobs_by_user" : "INTEGER PRIMARY KEY";
        assertThat(plan).anyMatch(step -> step.contains(expected + " ") || step.endsWith(expected));
    }

    @Test
    void theCountsAreOneRowPerStatus() throws Exception {
        store.takeLead("a");
        Stores.commitJobs(store, 1, 50, "PENDING");
        Stores.commitJobs(store, 1, 20, "RUNNING");
        assertThat(handle.createQuery("SELECT count(*) FROM job_counts")
                        .mapTo(Integer.class)
                        .one())
                .isEqualTo(2);
        assertThat(SqlReads.COUNTS).contains("FROM job_counts");
        assertThat(SqliteSettings.DEFAULT.busyTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    private List<String> plan(String sql) {
        var steps = new ArrayList<String>();
        var query = handle.createQuery("EXPLAIN QUERY PLAN " + sql);
        var marks = sql.chars().filter(c -> c == '?').count();
        for (var i = 0; i < marks; i++) {
            query.bind(i, 1);
        }
        query.map((row, _) -> row.getString("detail")).forEach(steps::add);
        return steps;
    }
}
