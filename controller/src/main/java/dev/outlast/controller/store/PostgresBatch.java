package dev.outlast.controller.store;

import dev.outlast.core.job.JobId;
import dev.outlast.core.store.Batch;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.SecretRow;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// One batch as one statement, which is its own transaction: one way to the server and back, and no moment at which a
/// controller that was stopped could leave a transaction open.
///
/// The fence is the first part of it. All others take their rows *through* the row that the fence returned: no row,
/// nothing written. All parts see the database as it was before the statement.
final class PostgresBatch {
    private static final String JOB_TYPES = "int8 text text int4 text text int4 int4" + " text".repeat(7);
    private static final String ATTEMPT_TYPES =
            "int8 int4 int4 text text text text int4 float8 int4" + " text".repeat(8);
    private static final String EVENT_TYPES = "int8 int4 int8 int4 int4" + " text".repeat(6);

    private final StringBuilder sql = new StringBuilder("""
            WITH fence AS (
                UPDATE leader SET last_batch = ?, last_job_id = ? WHERE id = 1 AND epoch = ? AND last_batch = ?
                RETURNING last_batch AS batch)""");
    private final List<Column> columns = new ArrayList<>();

    /// The values of one column, of all rows.
    private record Column(String type, List<? extends @Nullable Object> values) {}

    private PostgresBatch(Batch batch) {
        insert(
                "specs",
                "hash, text, overrides",
                "text text text",
                " ON CONFLICT (hash) DO NOTHING",
                batch.specs().stream()
                        .map(s -> new @Nullable Object[] {s.hash(), s.text(), s.overrides()})
                        .toList());
        var jobs = jobs(batch.jobs());
        counts(jobs);
        insert(
                "jobs",
                Rows.JOB,
                JOB_TYPES,
                BatchRows.onConflict("id", Rows.JOB, Rows.JOB_ONCE),
                jobs.stream().map(j -> BatchRows.values(j, batch.number())).toList());
        insert(
                "attempts",
                Rows.ATTEMPT,
                ATTEMPT_TYPES,
                BatchRows.onConflict("job_id, task, attempt", Rows.ATTEMPT, Set.of()),
                lastOf(
                        batch.attempts().stream()
                                .map(a -> BatchRows.values(a, batch.number()))
                                .toList(),
                        3));
        insert(
                "events",
                Rows.EVENT,
                EVENT_TYPES,
                "",
                batch.events().stream().map(BatchRows::values).toList());
        insert(
                "requests",
                "key, body_hash, answer, at",
                "text text text text",
                "",
                batch.requests().stream()
                        .map(r -> new @Nullable Object[] {r.key(), r.bodyHash(), r.answer(), Times.text(r.at())})
                        .toList());
        insert(
                "api_requests",
                Rows.API_REQUEST,
                "text" + " text".repeat(9),
                " ON CONFLICT (id) DO NOTHING",
                batch.apiRequests().stream()
                        .map(r -> BatchRows.values(r, batch.number()))
                        .toList());
        secrets(batch.secrets());
        sql.append("\nSELECT count(*) FROM fence");
    }

    /// @return whether it was written; false when the fence stood in the way, and then nothing was
    static boolean write(Connection connection, Batch batch, Statements statements) throws SQLException {
        statements.add();
        var parts = new PostgresBatch(batch);
        try (var statement = connection.prepareStatement(parts.sql.toString())) {
            statement.setLong(1, batch.number());
            statement.setLong(2, batch.lastJobId());
            statement.setLong(3, batch.epoch());
            statement.setLong(4, batch.number() - 1);
            var arrays = new ArrayList<Array>();
            for (var column : parts.columns) {
                var array =
                        connection.createArrayOf(column.type(), column.values().toArray());
                arrays.add(array);
                statement.setArray(4 + arrays.size(), array);
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return row.getLong(1) == 1;
            }
        }
    }

    /// @param types of the columns, in order
    /// @param rows may have more values than there are columns: the batch's number, which the fence knows too
    private void insert(String table, String names, String types, String onConflict, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var typed = types.split(" ");
        var batch = table.equals("events") ? "" : ", batch";
        sql.append(",\n")
                .append(table)
                .append("_in AS (INSERT INTO ")
                .append(table)
                .append(" (");
        sql.append(names).append(batch).append(") SELECT r.*").append(batch.replace("batch", "fence.batch"));
        sql.append(" FROM ")
                .append(unnest(typed))
                .append(" AS r, fence")
                .append(onConflict)
                .append(')');
        for (var c = 0; c < typed.length; c++) {
            var column = c;
            columns.add(new Column(
                    typed[c], rows.stream().map(row -> clean(row[column])).toList()));
        }
    }

    private static String unnest(String[] types) {
        return IntStream.range(0, types.length)
                .mapToObj(i -> "?::" + types[i] + "[]")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /// Keeps `job_counts`: minus what these jobs were, plus what they become.
    private void counts(Collection<JobRow> jobs) {
        if (jobs.isEmpty()) {
            return;
        }
        var become = jobs.stream().collect(Collectors.groupingBy(JobRow::status, Collectors.counting()));
        sql.append("""
                ,
                changes AS (
                    SELECT r.status, r.n FROM unnest(?::text[], ?::int8[]) AS r (status, n), fence
                    UNION ALL
                    SELECT status, -1 FROM jobs, fence WHERE id = ANY (?::int8[])),
                counts_in AS (
                    INSERT INTO job_counts (status, jobs)
                    SELECT status, sum(n) FROM changes GROUP BY status HAVING sum(n) <> 0
                    ON CONFLICT (status) DO UPDATE SET jobs = job_counts.jobs + excluded.jobs)""");
        var statuses = List.copyOf(become.entrySet());
        columns.add(new Column(
                "text",
                statuses.stream()
                        .map(Map.Entry::getKey)
                        .map(PostgresBatch::clean)
                        .toList()));
        columns.add(
                new Column("int8", statuses.stream().map(Map.Entry::getValue).toList()));
        columns.add(new Column("int8", jobs.stream().map(j -> j.id().value()).toList()));
    }

    private void secrets(List<SecretRow> secrets) {
        var last = new LinkedHashMap<JobId, SecretRow>();
        secrets.forEach(s -> last.put(s.job(), s));
        var sealed = last.values().stream().filter(s -> !s.sealed().isEmpty()).toList();
        insert(
                "secrets",
                "job_id, sealed",
                "int8 text",
                BatchRows.onConflict("job_id", "job_id, sealed", Set.of()),
                sealed.stream()
                        .map(s -> new @Nullable Object[] {s.job().value(), s.sealed()})
                        .toList());
        if (sealed.size() < last.size()) {
            sql.append(",\nsecrets_out AS (DELETE FROM secrets USING fence WHERE job_id = ANY (?::int8[]))");
            columns.add(new Column(
                    "int8",
                    last.values().stream()
                            .filter(s -> s.sealed().isEmpty())
                            .map(s -> s.job().value())
                            .toList()));
        }
    }

    /// One statement writes a row once: of a job that is in the batch twice the last row, with what was made at submit
    /// from the first.
    private static Collection<JobRow> jobs(List<JobRow> rows) {
        var byId = new LinkedHashMap<JobId, JobRow>();
        for (var row : rows) {
            byId.merge(row.id(), row, PostgresBatch::changed);
        }
        return byId.values();
    }

    private static JobRow changed(JobRow first, JobRow last) {
        return new JobRow(
                first.id(),
                first.name(),
                first.user(),
                last.priority(),
                last.status(),
                last.statusReason(),
                last.live(),
                last.recoveries(),
                first.submittedAt(),
                last.startedAt(),
                last.endedAt(),
                last.parked(),
                first.specHash(),
                first.meta(),
                last.state());
    }

    /// @param key how many columns make the key
    private static List<@Nullable Object[]> lastOf(List<@Nullable Object[]> rows, int key) {
        var byKey = new LinkedHashMap<String, @Nullable Object[]>();
        for (var row : rows) {
            byKey.put(
                    IntStream.range(0, key)
                            .mapToObj(i -> String.valueOf(row[i]))
                            .collect(Collectors.joining("/")),
                    row);
        }
        return List.copyOf(byKey.values());
    }

    /// PostgreSQL's texts cannot hold the character 0; a message that has one is shown with a mark in its place.
    static @Nullable Object clean(@Nullable Object value) {
        return value instanceof String text && text.indexOf('\0') >= 0 ? text.replace('\0', '\uFFFD') : value;
    }
}
