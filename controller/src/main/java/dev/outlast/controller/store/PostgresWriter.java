package dev.outlast.controller.store;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection that batches go through. Not thread-safe.
///
/// When it breaks, whatever it was doing may still be done by the server. So the session that it had is ended, and seen
/// to be gone, before the next one says what is committed.
final class PostgresWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresWriter.class);
    private static final int ANSWER_SECONDS = 10;
    /// Times half a second: longer than any session of a controller is left idle in a transaction.
    private static final int TRIES = 6;

    private static final String LOCK_TIMEOUT = "SET lock_timeout = '2s'";
    private static final String HASTY = "SET lock_timeout = '500ms'";
    /// Planned once and by indexes: to the planner a table that has just grown a thousandfold still looks empty, and
    /// each batch would read the whole of it (three times as slow with 100,000 jobs).
    private static final String SETTINGS = """
            SET idle_in_transaction_session_timeout = '2s';
            SET lock_timeout = '2s';
            SET default_transaction_isolation = 'read committed';
            SET default_transaction_read_only = off;
            SET jit = off;
            SET enable_seqscan = off;
            SET plan_cache_mode = force_generic_plan;
            SELECT set_config('synchronous_commit',
                CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false)
            """;

    private final PostgresConnections connections;
    private final Statements statements;
    private @Nullable Connection connection;
    private Optional<PostgresBackend> self = Optional.empty();
    private Optional<PostgresBackend> doubtful = Optional.empty();
    private volatile boolean inDoubt;
    /// What was taken by this writer; 0 before.
    private long epoch;

    PostgresWriter(PostgresConnections connections, Statements statements) {
        this.connections = connections;
        this.statements = statements;
    }

    /// Whether something may have been committed that the caller was not told of.
    boolean isInDoubt() {
        return inDoubt;
    }

    boolean commit(Batch batch) throws SQLException {
        var open = open();
        try {
            return PostgresBatch.write(open, batch, statements);
        } catch (SQLException e) {
            drop(e);
            throw e;
        }
    }

    /// The leader row, when nothing that this writer ever sent can change it any more.
    LeaderRow leader() throws SQLException {
        var open = open();
        try {
            return read(open).row();
        } catch (SQLException e) {
            drop(e);
            throw e;
        }
    }

    /// @return the row as it is after it, or nothing when another was faster
    Optional<LeaderRow> takeLead(String holder) throws SQLException {
        var open = open();
        try {
            run(open, HASTY);
            var taken = raise(open, holder);
            run(open, LOCK_TIMEOUT);
            taken.ifPresent(row -> epoch = row.epoch());
            return taken;
        } catch (SQLException e) {
            abandon();
            throw e;
        }
    }

    private Optional<LeaderRow> raise(Connection open, String holder) throws SQLException {
        for (var attempt = 0; ; attempt++) {
            var seen = read(open);
            statements.add();
            try (var update = open.prepareStatement("""
                    UPDATE leader SET epoch = epoch + 1, holder = ?, backend_pid = ?, backend_start = ?
                    WHERE id = 1 AND epoch = ?
                    RETURNING\s""" + Rows.LEADER)) {
                update.setString(1, holder);
                update.setInt(2, self.orElseThrow().pid());
                update.setString(3, self.orElseThrow().start());
                update.setLong(4, seen.row().epoch());
                try (var row = update.executeQuery()) {
                    return row.next() ? Optional.of(Rows.leader(row)) : Optional.empty();
                }
            } catch (SQLException locked) {
                if (!"55P03".equals(locked.getSQLState()) || attempt == TRIES) {
                    throw locked;
                }
                LOG.warn(
                        "the leader before, {}, hangs in a transaction: ending its session {}",
                        seen.row().holder(),
                        seen.backend().pid());
                seen.backend().end(open);
            }
        }
    }

    private record Seen(LeaderRow row, PostgresBackend backend) {}

    private Seen read(Connection open) throws SQLException {
        statements.add();
        try (var statement = open.prepareStatement(
                        "SELECT " + Rows.LEADER + ", backend_pid, backend_start FROM leader WHERE id = 1");
                var row = statement.executeQuery()) {
            row.next();
            return new Seen(Rows.leader(row), new PostgresBackend(row.getInt(8), row.getString(9)));
        }
    }

    private Connection open() throws SQLException {
        if (connection != null) {
            return connection;
        }
        var fresh = connections.open("writer", ANSWER_SECONDS);
        try {
            run(fresh, SETTINGS);
            var backend = PostgresBackend.of(fresh);
            if (doubtful.isPresent()) {
                doubtful.get().end(fresh);
                doubtful = Optional.empty();
            }
            if (epoch > 0) {
                announce(fresh, backend);
            }
            self = Optional.of(backend);
            connection = fresh;
            inDoubt = false;
            return fresh;
        } catch (SQLException | RuntimeException e) {
            fresh.abort(Runnable::run);
            throw e;
        }
    }

    /// So that who takes over knows which session to end. Does nothing when somebody has taken over already.
    private void announce(Connection fresh, PostgresBackend backend) throws SQLException {
        statements.add();
        try (var update = fresh.prepareStatement(
                "UPDATE leader SET backend_pid = ?, backend_start = ? WHERE id = 1 AND epoch = ?")) {
            update.setInt(1, backend.pid());
            update.setString(2, backend.start());
            update.setLong(3, epoch);
            update.executeUpdate();
        }
    }

    private void run(Connection on, String sql) throws SQLException {
        statements.add();
        try (var statement = on.createStatement()) {
            statement.execute(sql);
        }
    }

    /// After an error that the server lives on with, the connection is as good as before.
    private void drop(SQLException because) {
        if (!PostgresFailures.certainlyUndone(because) || PostgresFailures.readOnly(because)) {
            abandon();
        }
    }

    private void abandon() {
        if (connection == null) {
            return;
        }
        inDoubt = true;
        doubtful = self;
        try {
            connection.abort(Runnable::run);
        } catch (SQLException alreadyGone) {
            LOG.debug("the connection is gone already: {}", alreadyGone.toString());
        }
        connection = null;
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException alreadyGone) {
            LOG.debug("closing the connection: {}", alreadyGone.toString());
        }
    }
}
