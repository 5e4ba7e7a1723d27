package dev.outlast.controller.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;

/// Opens the three kinds of connection: one that writes, a few that read, one that moves the log into the database.
final class SqliteConnections {
    private final Path database;
    private final SqliteSettings settings;
    private final Statements statements = new Statements();

    SqliteConnections(Path database, SqliteSettings settings) {
        this.database = database;
        this.settings = settings;
    }

    /// What all its connections did.
    Statements statements() {
        return statements;
    }

    /// Creates the file when it is not there. WAL mode is kept in the file, so it must be opened first.
    Handle writer() {
        var handle = open(
                false,
                List.of(
                        "journal_mode = WAL",
                        "synchronous = FULL",
                        "foreign_keys = ON",
                        "wal_autocheckpoint = 0",
                        "journal_size_limit = " + settings.walCapBytes(),
                        "cache_size = -16384"));
        if (settings.maxBytes() > 0) {
            var pageSize =
                    handle.createQuery("PRAGMA page_size").mapTo(Long.class).one();
            pragma(handle, "max_page_count = " + Math.max(1, settings.maxBytes() / pageSize));
        }
        return handle;
    }

    Handle reader() {
        return open(true, List.of("query_only = ON"));
    }

    Handle checkpointer() {
        return open(
                false,
                List.of(
                        "synchronous = FULL",
                        "wal_autocheckpoint = 0",
                        "journal_size_limit = " + settings.walCapBytes()));
    }

    private Handle open(boolean readOnly, List<String> pragmas) {
        var jdbi = Jdbi.create(() -> connect(readOnly));
        jdbi.setSqlLogger(statements);
        var handle = jdbi.open();
        try {
            pragma(handle, "busy_timeout = " + settings.busyTimeout().toMillis());
            for (var pragma : pragmas) {
                pragma(handle, pragma);
            }
            return handle;
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    private Connection connect(boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        return config.createConnection("jdbc:sqlite:" + database);
    }

    private static void pragma(Handle handle, String pragma) {
        try (var statement = handle.getConnection().createStatement()) {
            statement.execute("PRAGMA " + pragma);
        } catch (SQLException e) {
            throw new IllegalStateException("PRAGMA " + pragma + ": " + e.getMessage(), e);
        }
    }
}
