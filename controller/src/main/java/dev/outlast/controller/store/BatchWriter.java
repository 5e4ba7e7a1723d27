package dev.outlast.controller.store;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.LeaderRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Writes one batch in one transaction, by statements that are prepared once. Not thread-safe.
final class BatchWriter {
    /// Rows that the driver is handed at once. It clears all the room it ever needed, every time: without a bound, one
    /// large batch would slow down all that come after it.
    private static final int CHUNK = 64;

    private final PreparedStatement leader;
    private final PreparedStatement fence;
    private final PreparedStatement spec;
    private final PreparedStatement statuses;
    private final PreparedStatement sameStatus;
    private final PreparedStatement job;
    private final PreparedStatement count;
    private final PreparedStatement attempt;
    private final PreparedStatement event;
    private final PreparedStatement request;
    private final PreparedStatement apiRequest;
    private final PreparedStatement secret;
    private final PreparedStatement noSecret;
    private final Connection connection;
    private final Statements statements;

    BatchWriter(Connection connection, Statements statements) throws SQLException {
        this.connection = connection;
        this.statements = statements;
        leader = connection.prepareStatement(SqlReads.LEADER);
        fence = connection.prepareStatement("""
                UPDATE leader SET last_batch = ?, last_job_id = ? WHERE id = 1 AND epoch = ? AND last_batch = ?""");
        spec = connection.prepareStatement("""
                INSERT INTO specs (hash, text, overrides, batch) VALUES (?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING""");
        statuses = connection.prepareStatement("""
                SELECT status, count(*) FROM jobs WHERE id IN (SELECT value FROM json_each(?)) GROUP BY status""");
        sameStatus = connection.prepareStatement("""
                UPDATE jobs SET priority = ?, status_reason = ?, recoveries = ?, started_at = ?, ended_at = ?,
                    parked = ?, state = ?, batch = ?
                WHERE id = ? AND status = ? AND live = ?""");
        job = connection.prepareStatement(
                insert("jobs", Rows.JOB) + BatchRows.onConflict("id", Rows.JOB, Rows.JOB_ONCE));
        count = connection.prepareStatement("""
                INSERT INTO job_counts (status, jobs) VALUES (?, ?)
                ON CONFLICT (status) DO UPDATE SET jobs = job_counts.jobs + excluded.jobs""");
        attempt = connection.prepareStatement(insert("attempts", Rows.ATTEMPT)
                + BatchRows.onConflict("job_id, task, attempt", Rows.ATTEMPT, Set.of()));
        event = connection.prepareStatement(
                "INSERT INTO events (" + Rows.EVENT + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        request = connection.prepareStatement(
                "INSERT INTO requests (key, body_hash, answer, at, batch) VALUES (?, ?, ?, ?, ?)");
        apiRequest = connection.prepareStatement("INSERT INTO api_requests (" + Rows.API_REQUEST
                + ", batch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING");
        secret = connection.prepareStatement("""
                INSERT INTO secrets (job_id, sealed, batch) VALUES (?, ?, ?)
                ON CONFLICT (job_id) DO UPDATE SET sealed = excluded.sealed, batch = excluded.batch""");
        noSecret = connection.prepareStatement("DELETE FROM secrets WHERE job_id = ?");
    }

    /// @return whether it was written; false when the fence stood in the way, and then nothing was
    boolean write(Batch batch) throws SQLException {
        execute("BEGIN IMMEDIATE");
        bind(fence, batch.number(), batch.lastJobId(), batch.epoch(), batch.number() - 1);
        if (fence.executeUpdate() == 0) {
            execute("ROLLBACK");
            return false;
        }
        rows(batch);
        execute("COMMIT");
        return true;
    }

    LeaderRow leader() throws SQLException {
        statements.add();
        try (var rows = leader.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("there is no leader row");
            }
            return Rows.leader(rows);
        }
    }

    /// After any failure. Some errors have rolled the transaction back already; then this one fails, harmlessly.
    void rollback(Throwable because) {
        try {
            execute("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            because.addSuppressed(alreadyRolledBack);
        }
    }

    private void rows(Batch batch) throws SQLException {
        var number = batch.number();
        all(spec, batch.specs(), s -> new Object[] {s.hash(), s.text(), s.overrides(), number});
        counts(batch.jobs());
        jobs(batch.jobs(), number);
        all(attempt, batch.attempts(), a -> BatchRows.values(a, number));
        all(event, batch.events(), BatchRows::values);
        all(request, batch.requests(), r ->
                new Object[] {r.key(), r.bodyHash(), r.answer(), Times.text(r.at()), number});
        all(apiRequest, batch.apiRequests(), r -> BatchRows.values(r, number));
        for (var s : batch.secrets()) {
            var statement = s.sealed().isEmpty() ? noSecret : secret;
            if (s.sealed().isEmpty()) {
                bind(statement, s.job().value());
            } else {
                bind(statement, s.job().value(), s.sealed(), number);
            }
            statement.executeUpdate();
        }
    }

    /// Keeps `job_counts`: minus what these jobs were, plus what they become.
    private void counts(List<JobRow> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        var last = new HashMap<Long, String>();
        jobs.forEach(j -> last.put(j.id().value(), j.status()));
        var change = new HashMap<String, Long>();
        last.values().forEach(status -> change.merge(status, 1L, Long::sum));
        bind(statuses, last.keySet().stream().map(String::valueOf).collect(Collectors.joining(",", "[", "]")));
        try (var rows = statuses.executeQuery()) {
            while (rows.next()) {
                change.merge(rows.getString(1), -rows.getLong(2), Long::sum);
            }
        }
        change.values().removeIf(n -> n == 0);
        all(count, List.copyOf(change.entrySet()), (Map.Entry<String, Long> c) ->
                new Object[] {c.getKey(), c.getValue()});
    }

    /// Most changes leave the status as it was: those are written without a touch of the indexes that begin with it.
    private void jobs(List<JobRow> jobs, long number) throws SQLException {
        var others = new ArrayList<JobRow>();
        try {
            for (var from = 0; from < jobs.size(); from += CHUNK) {
                var chunk = jobs.subList(from, Math.min(from + CHUNK, jobs.size()));
                for (var j : chunk) {
                    bind(
                            sameStatus,
                            j.priority(),
                            j.statusReason(),
                            j.recoveries(),
                            Times.text(j.startedAt()),
                            Times.text(j.endedAt()),
                            j.parked(),
                            j.state(),
                            number,
                            j.id().value(),
                            j.status(),
                            j.live() ? 1 : 0);
                    sameStatus.addBatch();
                }
                var written = sameStatus.executeBatch();
                for (var i = 0; i < written.length; i++) {
                    if (written[i] == 0) {
                        others.add(chunk.get(i));
                    }
                }
            }
        } finally {
            sameStatus.clearBatch();
        }
        all(job, others, j -> BatchRows.values(j, number));
    }

    private interface Values<T> {
        @Nullable
        Object[] of(T row);
    }

    private <T> void all(PreparedStatement statement, List<T> rows, Values<T> values) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        try {
            for (var from = 0; from < rows.size(); from += CHUNK) {
                for (var row : rows.subList(from, Math.min(from + CHUNK, rows.size()))) {
                    bind(statement, values.of(row));
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        } finally {
            statement.clearBatch();
        }
    }

    private void bind(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        statements.add();
        for (var i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static String insert(String table, String columns) {
        var marks = Stream.of((columns + ", batch").split(", ?")).map(_ -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + table + " (" + columns + ", batch) VALUES (" + marks + ")";
    }

    private void execute(String sql) throws SQLException {
        statements.add();
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
