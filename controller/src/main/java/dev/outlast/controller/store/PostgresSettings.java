package dev.outlast.controller.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/// Where the PostgreSQL database is and how it is spoken to.
///
/// @param url `jdbc:postgresql://host[,host]/database?sslmode=…`, never with a password
/// @param user empty for the one the driver takes
/// @param passwordFile read again for every new connection, so that a password can be changed; readable by its owner
///     only
/// @param readers connections for reading, 1 to 64
/// @param patience how long to wait for a connection
public record PostgresSettings(String url, String user, Optional<Path> passwordFile, int readers, Duration patience) {
    public PostgresSettings {
        Objects.requireNonNull(user);
        Objects.requireNonNull(passwordFile);
        Objects.requireNonNull(patience);
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("'" + url + "' does not begin with jdbc:postgresql:");
        }
        if (url.matches("(?i).*[?&](password|sslpassword)=.*") || url.matches("(?i)jdbc:postgresql://[^/?]*@.*")) {
            throw new IllegalArgumentException("a password does not belong into a URL; name a file for it");
        }
        if (readers < 1 || readers > 64) {
            throw new IllegalArgumentException("readers 1 to 64: " + readers);
        }
    }

    public PostgresSettings(String url, String user, Optional<Path> passwordFile) {
        this(url, user, passwordFile, 8, Duration.ofSeconds(5));
    }
}
