package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.sqlite.SQLiteConfig;

/// A database file at one moment, taken beside a controller that writes it; and what a restore changes in one.
public final class SqliteSnapshot {
    private static final int PATIENCE_MILLIS = 30_000;

    private SqliteSnapshot() {}

    /// What the leader row says, and how many jobs have sealed secrets.
    public record Facts(String installation, int incarnation, long epoch, long lastJobId, long sealed) {
        public Facts {
            Objects.requireNonNull(installation);
        }
    }

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /// Writes the whole database, as it is at one moment, into a new file of one piece, and looks it over. The caller
    /// syncs it. A controller that runs is not held up: its log only grows meanwhile.
    ///
    /// @throws StoreException when the database or the copy cannot be used
    public static void copy(Path database, Path to) throws StoreException {
        if (!Files.isRegularFile(database)) {
            throw new StoreException(StoreException.Kind.UNKNOWN, "there is no database " + database);
        }
        on(database, connection -> {
            try (var vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, to.toString());
                return vacuum.execute();
            }
        });
        check(to);
    }

    /// @throws StoreException when it is damaged
    public static void check(Path database) throws StoreException {
        var said = on(database, connection -> text(connection, "PRAGMA quick_check(1)"));
        if (!said.equals("ok")) {
            throw new StoreException(StoreException.Kind.UNKNOWN, database + " is damaged: " + said);
        }
    }

    public static Facts facts(Path database) throws StoreException {
        return on(database, SqliteSnapshot::facts);
    }

    static Facts facts(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT installation, incarnation, epoch, last_job_id,"
                        + " (SELECT count(*) FROM secrets) FROM leader WHERE id = 1")) {
            if (!row.next()) {
                throw new SQLException("it has no leader row");
            }
            return new Facts(row.getString(1), row.getInt(2), row.getLong(3), row.getLong(4), row.getLong(5));
        }
    }

    /// Every attempt that it knows to have had a cluster, as `JOB/TASK/ATTEMPT`.
    public static Set<String> attempts(Path database) throws StoreException {
        return on(database, SqliteSnapshot::attempts);
    }

    static Set<String> attempts(Connection connection) throws SQLException {
        var found = new HashSet<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT job_id, task, attempt FROM attempts WHERE cluster_at IS NOT NULL")) {
            while (rows.next()) {
                found.add(rows.getLong(1) + "/" + rows.getInt(2) + "/" + rows.getInt(3));
            }
        }
        return found;
    }

    /// What was true when the backup was made, moved past everything that happened since.
    ///
    /// @param holder for people, until the next leader writes its name
    public static void raise(Path database, int incarnation, long epoch, long lastJobId, String holder)
            throws StoreException {
        var changed = on(database, connection -> {
            try (var update = connection.prepareStatement("UPDATE leader SET incarnation = ?, epoch = ?,"
                    + " last_job_id = ?, holder = ? WHERE id = 1 AND incarnation < ? AND epoch <= ?"
                    + " AND last_job_id <= ?")) {
                update.setInt(1, incarnation);
                update.setLong(2, epoch);
                update.setLong(3, lastJobId);
                update.setString(4, holder);
                update.setInt(5, incarnation);
                update.setLong(6, epoch);
                update.setLong(7, lastJobId);
                return update.executeUpdate();
            }
        });
        if (changed != 1) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN, database + " is ahead of what it was to be raised to");
        }
    }

    private static String text(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(query)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    private static <T> T on(Path database, Work<T> work) throws StoreException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(PATIENCE_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try (var connection = config.createConnection("jdbc:sqlite:" + database)) {
            return work.with(connection);
        } catch (SQLException failed) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN, database + " cannot be used: " + failed.getMessage(), failed);
        }
    }
}
