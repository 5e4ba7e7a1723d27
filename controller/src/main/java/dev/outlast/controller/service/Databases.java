package dev.outlast.controller.service;

import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.controller.store.DatabaseCopy;
import dev.outlast.controller.store.DatabaseStatus;
import dev.outlast.controller.store.PostgresStore;
import dev.outlast.controller.store.SqliteSettings;
import dev.outlast.controller.store.SqliteStore;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.function.Consumer;

/// `outlast db migrate|status|copy`: what is done to a store without leading.
public final class Databases {
    private final Home home;
    private final ControllerConfig config;
    private final Consumer<String> say;

    public Databases(Home home, ControllerConfig config, Consumer<String> say) {
        this.home = home;
        this.config = config;
        this.say = say;
    }

    /// @param verb migrate, status or copy
    public void perform(String verb) throws ConfigException, DataDirectoryException, StoreException, IOException {
        switch (verb) {
            case "migrate" -> migrate();
            case "status" -> status();
            case "copy" -> copy();
            default -> throw new ConfigException("db: '" + verb + "' is not one of migrate, status, copy");
        }
    }

    private void migrate() throws DataDirectoryException, StoreException {
        if (config.postgres().isPresent()) {
            PostgresStore.open(config.postgres().get(), new SecureRandom()).close();
        } else {
            try (var directory = DataDirectory.open(home.data())) {
                SqliteStore.open(directory.database(), SqliteSettings.DEFAULT, new SecureRandom(), (_, _) -> {})
                        .close();
            }
        }
        status();
    }

    private void status() throws StoreException {
        var lines = config.postgres().isPresent()
                ? DatabaseStatus.of(config.postgres().get())
                : DatabaseStatus.of(home.database());
        lines.forEach(say);
    }

    /// The file is moved aside afterwards: two stores of one installation, each with a leader, would be a disaster.
    private void copy() throws ConfigException, DataDirectoryException, StoreException, IOException {
        var target = config.postgres()
                .orElseThrow(() -> new ConfigException("db copy: say in config.yaml where to: store.url"));
        if (!Files.exists(home.database())) {
            throw new ConfigException("db copy: there is no " + home.database());
        }
        try (var directory = DataDirectory.open(home.data())) {
            var copied = DatabaseCopy.run(directory.database(), target, new SecureRandom());
            copied.forEach((table, rows) -> say.accept(table + ": " + rows));
            for (var ending : new String[] {"", "-wal", "-shm"}) {
                var file = Path.of(directory.database() + ending);
                if (Files.exists(file)) {
                    Files.move(file, Path.of(directory.database() + ".copied" + ending));
                }
            }
            say.accept("copied; " + directory.database() + " is now " + directory.database() + ".copied");
        }
        status();
    }
}
