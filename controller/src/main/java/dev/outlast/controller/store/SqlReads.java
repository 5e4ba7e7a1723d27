package dev.outlast.controller.store;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.EventCursor;
import dev.outlast.core.store.EventRow;
import dev.outlast.core.store.JobPage;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.RequestRow;
import dev.outlast.core.store.SecretRow;
import dev.outlast.core.store.SpecRow;
import dev.outlast.core.store.Written;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/// Every question the store answers, one statement each. The tests look at the plan of each: none reads a whole
/// table.
final class SqlReads {
    static final String LEADER = "SELECT " + Rows.LEADER + " FROM leader WHERE id = 1";
    static final String LIVE = "SELECT " + Rows.JOB + " FROM jobs WHERE live = 1 AND id > ? ORDER BY id LIMIT ?";
    static final String LIVE_WRITTEN = "SELECT id, batch FROM jobs WHERE live = 1 AND id > ? ORDER BY id LIMIT ?";
    static final String ONE_JOB = "SELECT " + Rows.JOB + " FROM jobs WHERE id = ?";
    static final String COUNTS = "SELECT status, jobs FROM job_counts WHERE jobs > 0";
    static final String ATTEMPTS = "SELECT " + Rows.ATTEMPT + " FROM attempts WHERE job_id = ? ORDER BY task, attempt";
    static final String LIVE_ATTEMPTS = "SELECT " + Rows.ATTEMPT
            + " FROM attempts WHERE job_id IN (SELECT id FROM jobs WHERE live = 1 AND id > ? AND id <= ?)"
            + " ORDER BY job_id, task, attempt";
    static final String EVENTS_OF_JOB =
            "SELECT " + Rows.EVENT + " FROM events WHERE job_id = ? AND (batch, n) > (?, ?) ORDER BY batch, n LIMIT ?";
    static final String EVENTS =
            "SELECT " + Rows.EVENT + " FROM events WHERE (batch, n) > (?, ?) ORDER BY batch, n LIMIT ?";
    static final String SPEC = "SELECT hash, text, overrides FROM specs WHERE hash = ?";
    static final String REQUEST = "SELECT key, body_hash, answer, at FROM requests WHERE key = ?";
    static final String API_REQUEST = "SELECT " + Rows.API_REQUEST + " FROM api_requests WHERE id = ?";
    static final String API_REQUESTS_LIKE =
            "SELECT " + Rows.API_REQUEST + " FROM api_requests WHERE id >= ? AND id < ? ORDER BY id LIMIT ?";
    static final String API_REQUESTS = "SELECT " + Rows.API_REQUEST
            + " FROM api_requests WHERE created_at > '' ORDER BY created_at DESC, id DESC LIMIT ?";
    static final String SECRET = "SELECT sealed FROM secrets WHERE job_id = ?";
    static final String CURSOR = "SELECT batch, n FROM cursors WHERE reader = ?";

    private SqlReads() {}

    static LeaderRow leader(Handle handle) {
        return handle.createQuery(LEADER).map((row, _) -> Rows.leader(row)).one();
    }

    static List<JobRow> live(Handle handle, long after, int limit) {
        return list(handle, LIVE, (row, _) -> Rows.job(row), after, limit);
    }

    static List<Written> liveWritten(Handle handle, long after, int limit) {
        return list(handle, LIVE_WRITTEN, SqlReads::written, after, limit);
    }

    static List<Written> written(Handle handle, Collection<JobId> ids) {
        return list(
                handle,
                "SELECT id, batch FROM jobs WHERE id IN (" + marks(ids) + ") ORDER BY id",
                SqlReads::written,
                values(ids));
    }

    private static Written written(ResultSet row, StatementContext context) throws SQLException {
        return new Written(new JobId(row.getLong(1)), row.getLong(2));
    }

    static Optional<JobRow> job(Handle handle, JobId id) {
        return list(handle, ONE_JOB, (row, _) -> Rows.job(row), id.value()).stream()
                .findFirst();
    }

    static List<JobRow> jobs(Handle handle, JobPage page) {
        var query = JobPageQuery.of(page);
        return list(
                handle, query.sql(), (row, _) -> Rows.job(row), query.values().toArray());
    }

    static List<JobRow> jobs(Handle handle, Collection<JobId> ids) {
        return list(
                handle,
                "SELECT " + Rows.JOB + " FROM jobs WHERE id IN (" + marks(ids) + ") ORDER BY id",
                (row, _) -> Rows.job(row),
                values(ids));
    }

    static List<AttemptRow> attempts(Handle handle, Collection<JobId> ids) {
        return list(
                handle,
                "SELECT " + Rows.ATTEMPT + " FROM attempts WHERE job_id IN (" + marks(ids)
                        + ") ORDER BY job_id, task, attempt",
                (row, _) -> Rows.attempt(row),
                values(ids));
    }

    private static String marks(Collection<JobId> ids) {
        return String.join(",", Collections.nCopies(padded(ids), "?"));
    }

    private static Object[] values(Collection<JobId> ids) {
        var values = new ArrayList<Object>(ids.stream().map(JobId::value).toList());
        var last = values.getLast();
        while (values.size() < padded(ids)) {
            values.add(last);
        }
        return values.toArray();
    }

    /// To a power of two, with the last one again: few statements are prepared for any number.
    private static int padded(Collection<JobId> ids) {
        if (ids.size() > 1_000) {
            throw new IllegalArgumentException("at most 1000 jobs at a time, not " + ids.size());
        }
        return ids.size() == 1 ? 1 : Integer.highestOneBit(ids.size() - 1) << 1;
    }

    static Map<String, Long> counts(Handle handle) {
        var counts = new HashMap<String, Long>();
        list(handle, COUNTS, (row, _) -> Map.entry(row.getString(1), row.getLong(2)))
                .forEach(e -> counts.put(e.getKey(), e.getValue()));
        return Map.copyOf(counts);
    }

    static List<AttemptRow> attempts(Handle handle, JobId id) {
        return list(handle, ATTEMPTS, (row, _) -> Rows.attempt(row), id.value());
    }

    static List<AttemptRow> liveAttempts(Handle handle, long after, long upTo) {
        return list(handle, LIVE_ATTEMPTS, (row, _) -> Rows.attempt(row), after, upTo);
    }

    static List<EventRow> events(Handle handle, JobId id, EventCursor after, int limit) {
        return list(handle, EVENTS_OF_JOB, (row, _) -> Rows.event(row), id.value(), after.batch(), after.n(), limit);
    }

    static List<EventRow> events(Handle handle, EventCursor after, int limit) {
        return list(handle, EVENTS, (row, _) -> Rows.event(row), after.batch(), after.n(), limit);
    }

    static Optional<SpecRow> spec(Handle handle, String hash) {
        return list(handle, SPEC, (row, _) -> new SpecRow(row.getString(1), row.getString(2), row.getString(3)), hash)
                .stream()
                .findFirst();
    }

    static Optional<RequestRow> request(Handle handle, String key) {
        return list(
                        handle,
                        REQUEST,
                        (row, _) -> new RequestRow(
                                row.getString(1), row.getString(2), row.getString(3), Times.instant(row.getString(4))),
                        key)
                .stream()
                .findFirst();
    }

    static Optional<ApiRequestRow> apiRequest(Handle handle, String id) {
        return list(handle, API_REQUEST, (row, _) -> Rows.apiRequest(row), id).stream()
                .findFirst();
    }

    static List<ApiRequestRow> apiRequests(Handle handle, String prefix, int limit) {
        return list(handle, API_REQUESTS_LIKE, (row, _) -> Rows.apiRequest(row), prefix, prefix + "\uffff", limit);
    }

    static List<ApiRequestRow> apiRequests(Handle handle, int limit) {
        return list(handle, API_REQUESTS, (row, _) -> Rows.apiRequest(row), limit);
    }

    static Optional<SecretRow> secret(Handle handle, JobId id) {
        return list(handle, SECRET, (row, _) -> new SecretRow(id, row.getString(1)), id.value()).stream()
                .findFirst();
    }

    static EventCursor cursor(Handle handle, String reader) {
        return list(handle, CURSOR, (row, _) -> new EventCursor(row.getLong(1), row.getInt(2)), reader).stream()
                .findFirst()
                .orElse(EventCursor.START);
    }

    private static <T> List<T> list(Handle handle, String sql, RowMapper<T> mapper, Object... values) {
        var query = handle.createQuery(sql);
        for (var i = 0; i < values.length; i++) {
            query.bind(i, values[i]);
        }
        return query.map(mapper).list();
    }
}
