package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL database that was put back to an earlier time by its own means. Held from the look at its lease until
/// the end, so that nobody begins to lead meanwhile; nothing is changed before [#commit].
public final class PutBack implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PutBack.class);
    private static final int ANSWER_SECONDS = 600;
    private static final long MARGIN_MILLIS = 500;
    private static final String RAISE = """
            UPDATE leader SET incarnation = ?, epoch = ?, last_job_id = ?, holder = ?, backend_pid = 0,
                backend_start = ''
            WHERE id = 1 AND incarnation < ? AND epoch <= ? AND last_job_id <= ?""";
    private static final String MARK = """
            INSERT INTO settled (name, value) VALUES (?, ?)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value""";

    private final String name;
    private final Connection connection;

    private PutBack(String name, Connection connection) {
        this.name = name;
        this.connection = connection;
    }

    /// How to let time go by, so that a lease whose holder is gone runs out.
    @FunctionalInterface
    public interface Wait {
        void pass(Duration time) throws InterruptedException;
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Brings its tables to the newest form, if nobody uses it.
    ///
    /// @throws StoreException it cannot be used, or a controller uses it; nothing was changed
    public static PutBack open(PostgresSettings settings, RandomGenerator random, Wait wait)
            throws StoreException, InterruptedException {
        var connections = new PostgresConnections(settings);
        try {
            refuseEmptyOrOpen(connections);
            PostgresOpening.prepare(connections, random);
            var connection = connections.open("put back", ANSWER_SECONDS);
            try {
                var putBack = new PutBack(connections.name(), connection);
                putBack.take(wait);
                return putBack;
            } catch (SQLException | InterruptedException | RuntimeException refused) {
                connection.close();
                throw refused;
            }
        } catch (SQLException | RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN, connections.name() + ": " + PostgresFailures.advice(e), e);
        }
    }

    private static void refuseEmptyOrOpen(PostgresConnections connections) throws SQLException {
        try (var connection = connections.open("put back", ANSWER_SECONDS)) {
            if (number(connection, "SELECT count(to_regclass('leader'))") == 0
                    || number(connection, "SELECT count(*) FROM leader") == 0) {
                throw new SQLException("there is no installation in it; put the database back first", "0A000");
            }
            if (number(
                            connection,
                            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                    + " AND application_name IN ('outlast writer', 'outlast lease', 'outlast reader')")
                    > 0) {
                throw new SQLException("a controller has it open; stop all controllers first", "0A000");
            }
        }
    }

    /// The lease came back with the rest, as it was then: whether somebody holds it shows only in its being renewed.
    private void take(Wait wait) throws SQLException, InterruptedException {
        var seen = lease();
        if (!seen.holder().isEmpty()) {
            wait.pass(Duration.ofMillis(seen.millis() + MARGIN_MILLIS));
        }
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '2s'; SET idle_in_transaction_session_timeout = 0");
        }
        try (var free = connection.prepareStatement("""
                UPDATE lease SET holder = '', renewals = renewals + 1 WHERE id = 1 AND term = ? AND renewals = ?""")) {
            free.setLong(1, seen.term());
            free.setLong(2, seen.renewals());
            if (free.executeUpdate() == 0) {
                throw new SQLException(
                        "a leader's lease stands: " + lease().holder() + "; stop all controllers first", "0A000");
            }
        }
    }

    private record Lease(String holder, long term, long renewals, long millis) {}

    private Lease lease() throws SQLException {
        try (var statement = connection.createStatement();
                var row =
                        statement.executeQuery("SELECT holder, term, renewals, duration_ms FROM lease WHERE id = 1")) {
            row.next();
            return new Lease(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    public SqliteSnapshot.Facts facts() throws StoreException {
        return on(SqliteSnapshot::facts);
    }

    /// Every attempt that it knows to have had a cluster, as `JOB/TASK/ATTEMPT`.
    public Set<String> attempts() throws StoreException {
        return on(SqliteSnapshot::attempts);
    }

    /// What was true then, moved past everything that happened since, with the mark by which the first leader looks
    /// before it launches.
    ///
    /// @param holder for people, until the next leader writes its name
    public void raise(int incarnation, long epoch, long lastJobId, String holder) throws StoreException {
        var raised = on(held -> {
            try (var update = held.prepareStatement(RAISE);
                    var mark = held.prepareStatement(MARK)) {
                update.setInt(1, incarnation);
                update.setLong(2, epoch);
                update.setLong(3, lastJobId);
                update.setString(4, holder);
                update.setInt(5, incarnation);
                update.setLong(6, epoch);
                update.setLong(7, lastJobId);
                mark.setString(1, SqlStore.RESTORED);
                mark.setString(2, "incarnation " + incarnation + ", " + holder);
                return update.executeUpdate() + mark.executeUpdate();
            }
        });
        if (raised != 2) {
            throw new StoreException(StoreException.Kind.UNKNOWN, name + " is ahead of what it was to be raised to");
        }
    }

    /// From here on it may be led.
    public void commit() throws StoreException {
        on(held -> {
            held.commit();
            return true;
        });
    }

    /// Without [#commit], nothing has changed.
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            LOG.debug("closing: {}", gone.toString());
        }
    }

    private <T> T on(Work<T> work) throws StoreException {
        try {
            return work.with(connection);
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.UNKNOWN, name + ": " + PostgresFailures.advice(e), e);
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
