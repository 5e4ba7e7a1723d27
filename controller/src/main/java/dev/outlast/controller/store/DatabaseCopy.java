package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.sqlite.SQLiteConfig;

/// Brings an installation from its SQLite file into an empty PostgreSQL database: all of it, in one transaction, or
/// nothing.
public final class DatabaseCopy {
    /// In an order in which no row refers to one that is not there yet. The leader row is one of its own.
    private static final List<String> TABLES = List.of(
            "specs",
            "jobs",
            "job_counts",
            "attempts",
            "events",
            "requests",
            "secrets",
            "cursors",
            "api_requests",
            "tokens",
            "settled");

    /// Made anew by each database for itself, or, like `leader`, not by copying rows.
    private static final Set<String> NOT_COPIED = Set.of("leader", "lease", "migrations", "controllers");

    private static final int ROWS_AT_A_TIME = 500;
    private static final int ANSWER_SECONDS = 600;

    private final Connection from;
    private final Connection to;

    private DatabaseCopy(Connection from, Connection to) {
        this.from = from;
        this.to = to;
    }

    /// @param database of a directory that this process has locked; it is brought to the newest form
    /// @return how many rows each table has
    /// @throws StoreException nothing was copied; the message says why
    public static Map<String, Long> run(Path database, PostgresSettings target, RandomGenerator random)
            throws StoreException {
        SqliteStore.open(database, SqliteSettings.DEFAULT.withReserveBytes(0), random, (what, cause) -> {})
                .close();
        var connections = new PostgresConnections(target);
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        try {
            PostgresOpening.prepare(connections, random);
            try (var from = config.createConnection("jdbc:sqlite:" + database);
                    var to = connections.open("copy", ANSWER_SECONDS)) {
                to.setAutoCommit(false);
                var copied = new DatabaseCopy(from, to).all();
                to.commit();
                return copied;
            }
        } catch (SQLException | RuntimeException e) {
            throw new StoreException(
                    StoreException.Kind.UNKNOWN,
                    "nothing was copied to " + connections.name() + ": " + PostgresFailures.advice(e),
                    e);
        }
    }

    private Map<String, Long> all() throws SQLException {
        refuseUsed();
        refuseUnknown();
        var copied = new LinkedHashMap<String, Long>();
        leader();
        for (var table : TABLES) {
            rows(table);
            var there = number(to, "SELECT count(*) FROM " + table);
            var here = number(from, "SELECT count(*) FROM " + table);
            if (there != here) {
                throw new SQLException(table + " has " + here + " rows, but " + there + " arrived", "0A000");
            }
            copied.put(table, there);
        }
        return copied;
    }

    /// Holds the row of the leader until the end, so that no controller can begin to lead meanwhile.
    private void refuseUsed() throws SQLException {
        if (number(to, "SELECT epoch + last_batch FROM leader WHERE id = 1 FOR UPDATE") > 0) {
            throw new SQLException("it is in use: a controller has led there", "0A000");
        }
        if (number(
                        to,
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                                + " AND application_name IN ('outlast writer', 'outlast lease', 'outlast reader')")
                > 0) {
            throw new SQLException("a controller has it open; stop it first", "0A000");
        }
        for (var table : TABLES) {
            if (number(to, "SELECT count(*) FROM " + table) > 0) {
                throw new SQLException("it is not empty: " + table + " has rows", "0A000");
            }
        }
    }

    /// A table that nobody told this class of would be left behind in silence.
    private void refuseUnknown() throws SQLException {
        try (var statement = from.createStatement();
                var rows = statement.executeQuery(
                        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")) {
            while (rows.next()) {
                if (!TABLES.contains(rows.getString(1)) && !NOT_COPIED.contains(rows.getString(1))) {
                    throw new SQLException("nobody knows how to copy the table " + rows.getString(1), "0A000");
                }
            }
        }
    }

    private void leader() throws SQLException {
        try (var read = from.createStatement();
                var row = read.executeQuery("SELECT " + Rows.LEADER + " FROM leader WHERE id = 1");
                var write = to.prepareStatement("UPDATE leader SET (" + Rows.LEADER + ") = (?, ?, ?, ?, ?, ?, ?)")) {
            row.next();
            var leader = Rows.leader(row);
            write.setLong(1, leader.epoch());
            write.setLong(2, leader.lastBatch());
            write.setString(3, leader.installation());
            write.setInt(4, leader.incarnation());
            write.setInt(5, leader.featureLevel());
            write.setString(6, leader.holder());
            write.setLong(7, leader.lastJobId());
            write.executeUpdate();
        }
    }

    private void rows(String table) throws SQLException {
        try (var read = from.createStatement();
                var rows = read.executeQuery("SELECT * FROM " + table)) {
            var names = new ArrayList<String>();
            for (var c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
                names.add(rows.getMetaData().getColumnName(c));
            }
            var marks = String.join(", ", Collections.nCopies(names.size(), "?"));
            try (var write = to.prepareStatement(
                    "INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES (" + marks + ")")) {
                var waiting = 0;
                while (rows.next()) {
                    for (var c = 1; c <= names.size(); c++) {
                        write.setObject(c, PostgresBatch.clean(rows.getObject(c)));
                    }
                    write.addBatch();
                    if (++waiting % ROWS_AT_A_TIME == 0) {
                        write.executeBatch();
                    }
                }
                write.executeBatch();
            }
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
