package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.SQLiteConfig;

/// What a database says of itself, for people. Changes nothing, and does not mind a controller that runs.
public final class DatabaseStatus {
    private static final int ANSWER_SECONDS = 30;

    private DatabaseStatus() {}

    /// @throws StoreException it cannot be asked
    public static List<String> of(Path database) throws StoreException {
        if (!Files.exists(database)) {
            return List.of("store: SQLite, " + database, "tables: none yet; the first start makes them");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        try (var connection = config.createConnection("jdbc:sqlite:" + database)) {
            return lines(
                    connection,
                    "SQLite, " + database,
                    "SELECT count(*) FROM sqlite_schema WHERE name = 'migrations'",
                    false);
        } catch (SQLException e) {
            throw new StoreException(StoreException.Kind.UNKNOWN, database + ": " + e.getMessage(), e);
        }
    }

    /// @throws StoreException it cannot be asked
    public static List<String> of(PostgresSettings settings) throws StoreException {
        var connections = new PostgresConnections(settings);
        try (var connection = connections.open("status", ANSWER_SECONDS)) {
            return lines(
                    connection, "PostgreSQL, " + connections.name(), "SELECT count(to_regclass('migrations'))", true);
        } catch (SQLException e) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN, connections.name() + ": " + PostgresFailures.advice(e), e);
        }
    }

    private static List<String> lines(Connection connection, String what, String hasTables, boolean elects)
            throws SQLException {
        var lines = new ArrayList<>(List.of("store: " + what));
        if (text(connection, hasTables).equals("0")) {
            lines.add("tables: none yet; the first start makes them");
            return lines;
        }
        var done = Integer.parseInt(text(connection, "SELECT count(*) FROM migrations"));
        lines.add("tables: migration " + done + " of " + Migrations.known() + behind(done));
        lines.add(text(
                connection,
                "SELECT 'installation: ' || installation || ', incarnation ' || incarnation" + " FROM leader"));
        lines.add(text(
                connection,
                "SELECT 'leader: ' || CASE holder WHEN '' THEN 'nobody yet' ELSE holder END"
                        + " || ', epoch ' || epoch || ', batch ' || last_batch FROM leader"));
        if (elects && done >= 3) {
            lines.add(text(
                    connection,
                    "SELECT 'lease: ' || CASE holder WHEN '' THEN 'free' ELSE holder END"
                            + " || ', term ' || term || ', renewed ' || renewals || ' times' FROM lease"));
        }
        lines.add(text(connection, "SELECT 'feature level: ' || feature_level FROM leader"));
        if (done >= 5) {
            var mark = text(connection, "SELECT value FROM settled WHERE name = '" + SqlStore.RESTORED + "'");
            if (!mark.isEmpty()) {
                lines.add("restored: " + mark + "; the next leader looks at what there is before it launches anything");
            }
        }
        lines.add(text(connection, "SELECT 'jobs: ' || coalesce(sum(jobs), 0) FROM job_counts"));
        return lines;
    }

    private static String behind(int done) {
        return done < Migrations.known()
                ? "; `outlast db migrate`, or the next start, does the rest"
                : done > Migrations.known() ? "; a newer version has added the rest" : "";
    }

    private static String text(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }
}
