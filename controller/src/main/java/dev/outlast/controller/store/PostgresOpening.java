package dev.outlast.controller.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Jdbi;
import org.postgresql.PGConnection;

/// What is looked at, and made, before a database is used.
final class PostgresOpening {
    /// Taken while tables are made or changed, so that two controllers that start at once do not both.
    private static final long MIGRATING = 0x6f75746c_6d696721L;

    private static final int ANSWER_SECONDS = 600;
    private static final int OLDEST = 140_000;

    private PostgresOpening() {}

    static void prepare(PostgresConnections connections, RandomGenerator random) throws SQLException {
        try (var connection = connections.open("opening", ANSWER_SECONDS)) {
            refuseUnfit(connection);
            refusePooler(connections, connection);
            try (var handle = Jdbi.open(connection)) {
                handle.execute("SET lock_timeout = '60s'");
                handle.execute("SELECT pg_advisory_lock(?)", MIGRATING);
                Migrations.postgres().run(handle);
                SqlStore.createLeaderRow(handle, random);
            }
        }
    }

    private static void refuseUnfit(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        SELECT current_setting('server_version_num')::int, current_setting('server_encoding')""")) {
            row.next();
            if (row.getInt(1) < OLDEST) {
                throw new SQLException("the server is older than PostgreSQL 14", "0A000");
            }
            if (!"UTF8".equals(row.getString(2))) {
                throw new SQLException(
                        "the database's encoding is " + row.getString(2)
                                + ", which cannot hold every text; make it with"
                                + " ENCODING 'UTF8' TEMPLATE template0",
                        "0A000");
            }
        }
    }

    /// A pooler answers for the server with a number of its own. One that lends its connections by the transaction
    /// gives
    /// this session's to the next who asks: settings, locks and the number of the session would be somebody else's.
    private static void refusePooler(PostgresConnections connections, Connection first) throws SQLException {
        var announced = first.unwrap(PGConnection.class).getBackendPID();
        var mine = PostgresBackend.of(first);
        if (announced == mine.pid()) {
            return;
        }
        try (var second = connections.open("opening", ANSWER_SECONDS)) {
            if (PostgresBackend.of(second).equals(mine)
                    || !PostgresBackend.of(first).equals(mine)) {
                throw new SQLException(
                        "there is a pooler before the server that lends connections by the transaction (pgbouncer with"
                                + " pool_mode = transaction): sessions' settings and locks would be lost. Connect to"
                                + " the server itself, or through pool_mode = session",
                        "0A000");
            }
        }
    }
}
