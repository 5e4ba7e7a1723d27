package dev.outlast.controller.store;

import dev.outlast.core.store.StoreException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/// Says what an error of PostgreSQL means for the caller. None of them ends the controller: it pauses.
final class PostgresFailures {
    private static final Set<String> AGAIN = Set.of("40001", "40P01");
    private static final Set<String> READ_ONLY = Set.of("25006");

    private final String database;

    PostgresFailures(String database) {
        this.database = database;
    }

    StoreException translate(String doing, Throwable error) {
        var sql = sqlOf(error);
        var state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        var message = database + ": " + doing + ": " + advice(error);
        if (state.equals("53100") && certainlyUndone(error)) {
            return new StoreException(StoreException.Kind.FULL, message, error);
        }
        if (state.startsWith("23") || state.startsWith("22")) {
            throw new IllegalArgumentException(doing + " breaks a constraint: " + error.getMessage(), error);
        }
        return new StoreException(StoreException.Kind.UNKNOWN, message, error);
    }

    /// Two transactions were in each other's way, and this one was undone: nothing speaks against doing it again.
    static boolean again(Throwable error) {
        var sql = sqlOf(error);
        return sql != null && sql.getSQLState() != null && AGAIN.contains(sql.getSQLState());
    }

    /// A connection broke while it was used; another may do better. Not: there was none to be had.
    static boolean broke(Throwable error) {
        var sql = sqlOf(error);
        return sql != null && !(sql instanceof SQLTransientConnectionException) && !certainlyUndone(error);
    }

    /// The server itself said that the statement failed, and lives on: nothing of it was written or will be.
    static boolean certainlyUndone(Throwable error) {
        var sql = sqlOf(error);
        return sql instanceof PSQLException said
                && said.getServerErrorMessage() != null
                && "ERROR".equals(said.getServerErrorMessage().getSeverity());
    }

    /// The server answers, but cannot be written to: it is a copy, or was demoted under us.
    static boolean readOnly(Throwable error) {
        var sql = sqlOf(error);
        return sql != null && sql.getSQLState() != null && READ_ONLY.contains(sql.getSQLState());
    }

    /// What went wrong, and where there is one, what to do about it.
    static String advice(Throwable error) {
        var sql = sqlOf(error);
        var said = String.valueOf((sql == null ? error : sql).getMessage());
        var state = sql == null || sql.getSQLState() == null ? "" : sql.getSQLState();
        return switch (state) {
            case "42501" ->
                said + ". The user lacks rights: GRANT CREATE, USAGE ON SCHEMA public to it, or make it the owner of"
                        + " the database and its tables";
            case "28P01" -> said + ". Is store.user right, and store.password_file?";
            case "28000" ->
                said.contains("no encryption")
                        ? said + ". The server wants TLS: add ?sslmode=verify-full (or require) to store.url"
                        : said;
            case "3D000" -> said + ". Make it first: createdb";
            case "25006" -> said + ". This server is a copy that can only be read";
            case "55P03" -> said + ". Another session holds a lock for longer than 2 s";
            case "08004", "53300" -> said + ". The server takes no more connections: raise max_connections";
            default -> said;
        };
    }

    private static @Nullable SQLException sqlOf(@Nullable Throwable error) {
        for (var e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
