package dev.outlast.controller.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// Opens connections to one PostgreSQL database. Every one of them gives up in bounded time, whatever the network does.
public final class PostgresConnections {
    private final PostgresSettings settings;

    public PostgresConnections(PostgresSettings settings) {
        this.settings = settings;
    }

    /// @param what shown by the server in `pg_stat_activity`
    /// @param answerSeconds after which a statement without an answer counts as lost
    public Connection open(String what, int answerSeconds) throws SQLException {
        var wanted = new Properties();
        wanted.setProperty("ApplicationName", "outlast " + what);
        wanted.setProperty("connectTimeout", "3");
        wanted.setProperty("loginTimeout", "5");
        wanted.setProperty("socketTimeout", String.valueOf(answerSeconds));
        wanted.setProperty("cancelSignalTimeout", "2");
        wanted.setProperty("tcpKeepAlive", "true");
        wanted.setProperty("logServerErrorDetail", "false");
        // After a fail-over the old server may still answer, as a copy that can only be read.
        wanted.setProperty("targetServerType", "primary");
        wanted.setProperty("prepareThreshold", "2");
        if (!settings.user().isEmpty()) {
            wanted.setProperty("user", settings.user());
        }
        var password = password();
        if (password != null) {
            wanted.setProperty("password", password);
        }
        var connection = new Driver().connect(settings.url(), wanted);
        if (connection == null) {
            throw new SQLException("'" + settings.url() + "' is not a URL of PostgreSQL", "08001");
        }
        return connection;
    }

    private @Nullable String password() throws SQLException {
        if (settings.passwordFile().isEmpty()) {
            return null;
        }
        var file = settings.passwordFile().get();
        try {
            var open = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            open.removeAll(EnumSet.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE));
            if (!open.isEmpty()) {
                throw new SQLException("the password file " + file + " is open to others; chmod 600 it", "28000");
            }
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new SQLException("cannot read the password file " + file + ": " + unreadable, "28000", unreadable);
        }
    }

    PostgresSettings settings() {
        return settings;
    }

    /// Without parameters, which may name files; for messages.
    String name() {
        return settings.url().replaceFirst("\\?.*", "").replaceFirst("^jdbc:", "");
    }
}
