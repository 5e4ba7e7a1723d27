package dev.outlast.controller.config;

import dev.outlast.controller.store.PostgresSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// The section `store`.
final class StoreKeys {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private StoreKeys() {}

    static Optional<PostgresSettings> postgres(Keys keys) throws ConfigException {
        var url = keys.text("store.url", "");
        var user = keys.text("store.user", "");
        var password = keys.text("store.password_file", "");
        var readers = keys.whole("store.readers", 8, 1);
        if (url.isEmpty()) {
            if (!user.isEmpty() || !password.isEmpty()) {
                throw new ConfigException("store.user, store.password_file: of no use without store.url");
            }
            return Optional.empty();
        }
        if (!password.isEmpty() && !Path.of(password).isAbsolute()) {
            throw new ConfigException("store.password_file: '" + password + "' does not begin with /");
        }
        try {
            return Optional.of(new PostgresSettings(
                    url,
                    user,
                    password.isEmpty() ? Optional.empty() : Optional.of(Path.of(password)),
                    readers,
                    Duration.ofSeconds(5)));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("store: " + wrong.getMessage());
        }
    }

    static Duration lease(Keys keys) throws ConfigException {
        var lease = keys.duration("store.lease", Duration.ofSeconds(5));
        if (lease.compareTo(SHORTEST) < 0) {
            throw new ConfigException("store.lease: shorter than a second");
        }
        return lease;
    }
}
