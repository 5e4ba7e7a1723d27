package dev.outlast.controller.leader;

import dev.outlast.controller.store.PostgresConnections;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One session of the database server for the lease: its row, and the advisory lock on which those wait who are not
/// elected. Not thread-safe, but for [#abort].
final class LeaseSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseSession.class);
    private static final int ANSWER_SECONDS = 4;
    /// One lock for each schema: several installations may share a database.
    private static final String KEY = "1869968492, hashtext(current_schema())";

    private static final String HELD = """
            EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 1869968492
                AND objid::bigint = hashtext(current_schema())::bigint & 4294967295 AND objsubid = 2
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                AND pid =\s""";
    /// An error that is caught here is not written to the server's log. The wait is short, so that it does not keep the
    /// server from cleaning up old rows.
    private static final String WAIT = """
            DO $$ BEGIN
                PERFORM pg_advisory_lock(%s);
            EXCEPTION WHEN lock_not_available THEN NULL;
            END $$""".formatted(KEY);

    private final Connection connection;
    /// Once taken, the lock is this session's until it gives it up or ends.
    private boolean held;

    LeaseSession(PostgresConnections connections) throws SQLException {
        connection = connections.open("lease", ANSWER_SECONDS);
        try {
            execute("SET lock_timeout = '1s'; SET default_transaction_isolation = 'read committed'");
        } catch (SQLException e) {
            abort();
            throw e;
        }
    }

    LeaseRow look() throws SQLException {
        try (var statement = connection.prepareStatement("SELECT holder, term, renewals, duration_ms, backend_pid, "
                        + HELD + "lease.backend_pid) FROM lease WHERE id = 1");
                var row = statement.executeQuery()) {
            row.next();
            return new LeaseRow(
                    row.getString(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getBoolean(6));
        }
    }

    /// Waits at most a second for the lock.
    ///
    /// @return whether this session holds it now
    boolean awaitLock() throws SQLException {
        if (!held) {
            execute(WAIT);
        }
        return holdsLock();
    }

    private boolean holdsLock() throws SQLException {
        held = held || bool("SELECT " + HELD + "pg_backend_pid())");
        return held;
    }

    /// @return whether this session holds it now
    boolean tryLock() throws SQLException {
        held = held || bool("SELECT pg_try_advisory_lock(" + KEY + ")");
        return held;
    }

    void unlock() throws SQLException {
        execute("SELECT pg_advisory_unlock_all()");
        held = false;
    }

    /// Ends the session that holds the lock: it is that of a controller whose lease is over.
    void endHolderOfLock() throws SQLException {
        execute("SELECT pg_terminate_backend(pid, 500) FROM pg_locks WHERE locktype = 'advisory' AND granted"
                + " AND classid = 1869968492 AND objsubid = 2 AND pid <> pg_backend_pid()"
                + " AND objid::bigint = hashtext(current_schema())::bigint & 4294967295"
                + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
    }

    /// @return whether the row was still as it was seen, and is ours now
    boolean take(LeaseRow seen, String holder, long durationMillis) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE lease SET holder = ?, term = term + 1, renewals = 0, duration_ms = ?,
                    backend_pid = pg_backend_pid()
                WHERE id = 1 AND term = ? AND renewals = ?""")) {
            update.setString(1, holder);
            update.setLong(2, durationMillis);
            update.setLong(3, seen.term());
            update.setLong(4, seen.renewals());
            return update.executeUpdate() == 1;
        }
    }

    /// @return false when somebody else was elected
    boolean renew(String holder, long term) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE lease SET renewals = renewals + 1, backend_pid = pg_backend_pid()
                WHERE id = 1 AND holder = ? AND term = ?""")) {
            return changed(update, holder, term);
        }
    }

    void giveBack(String holder, long term) throws SQLException {
        try (var update = connection.prepareStatement("""
                UPDATE lease SET holder = '', renewals = renewals + 1 WHERE id = 1 AND holder = ? AND term = ?""")) {
            var _ = changed(update, holder, term);
        }
    }

    private static boolean changed(PreparedStatement update, String holder, long term) throws SQLException {
        update.setString(1, holder);
        update.setLong(2, term);
        return update.executeUpdate() == 1;
    }

    private boolean bool(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// At once, from any thread; whoever waits for an answer gets an error.
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyGone) {
            LOG.debug("the session is gone already: {}", alreadyGone.toString());
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            LOG.debug("closing the session: {}", alreadyGone.toString());
        }
    }
}
