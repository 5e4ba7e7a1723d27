package dev.outlast.controller.store;

import java.sql.Connection;
import java.sql.SQLException;

/// A session of a PostgreSQL server. Process numbers are used again; with the time of its start it is the same one.
///
/// @param start in microseconds: as a time, its text would depend on who asks
record PostgresBackend(int pid, String start) {
    private static final String START = "(extract(epoch FROM backend_start) * 1000000)::bigint::text";
    private static final int PATIENCE_MILLIS = 2_000;

    static PostgresBackend of(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement(
                        "SELECT pid, " + START + " FROM pg_stat_activity WHERE pid = pg_backend_pid()");
                var row = statement.executeQuery()) {
            row.next();
            return new PostgresBackend(row.getInt(1), row.getString(2));
        }
    }

    /// Ends it, and waits until it is gone. Does nothing when it is not there, or is the connection's own.
    ///
    /// @throws SQLException when it is still there
    void end(Connection by) throws SQLException {
        // With a time to wait, which servers before version 14 do not know, the function itself waits.
        try (var statement = by.prepareStatement("""
                SELECT pid, pg_terminate_backend(pid, ?) FROM pg_stat_activity
                WHERE pid = ? AND pid <> pg_backend_pid() AND ? =\s""" + START)) {
            statement.setLong(1, PATIENCE_MILLIS);
            statement.setInt(2, pid);
            statement.setString(3, start);
            try (var row = statement.executeQuery()) {
                if (row.next() && !row.getBoolean(2)) {
                    throw new SQLException("session " + pid + " of the server does not end", "57000");
                }
            }
        }
    }
}
