package dev.outlast.controller.service;

import dev.outlast.controller.backup.BackupException;
import dev.outlast.controller.backup.PutBackDatabase;
import dev.outlast.controller.backup.Restore;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.controller.store.DatabaseCopy;
import dev.outlast.controller.store.DatabaseStatus;
import dev.outlast.controller.store.PostgresStore;
import dev.outlast.controller.store.PutBack;
import dev.outlast.controller.store.SqlStore;
import dev.outlast.controller.store.SqliteSettings;
import dev.outlast.controller.store.SqliteStore;
import dev.outlast.core.store.StoreException;
import dev.outlast.logs.LogTree;
import dev.outlast.logs.SegmentShelf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// `outlast db migrate|status|copy|restored`: what is done to a store without leading.
public final class Databases {
    private final Home home;
    private final ControllerConfig config;
    private final Consumer<String> say;

    public Databases(Home home, ControllerConfig config, Consumer<String> say) {
        this.home = home;
        this.config = config;
        this.say = say;
    }

    /// @param words migrate, status, copy, or restored and its options
    public void perform(List<String> words)
            throws ConfigException, DataDirectoryException, StoreException, IOException, BackupException,
                    InterruptedException {
        switch (String.join(" ", words)) {
            case "migrate" -> migrate();
            case "status" -> status();
            case "copy" -> copy();
            case "restored" -> restored(false);
            case "restored --without-looking" -> restored(true);
            default ->
                throw new ConfigException("db: '" + String.join(" ", words)
                        + "' is not one of migrate, status, copy, restored [--without-looking]");
        }
    }

    /// The database itself was put back by its own means; this makes it one that may be led.
    private void restored(boolean withoutLooking)
            throws ConfigException, DataDirectoryException, StoreException, IOException, BackupException,
                    InterruptedException {
        var settings = config.postgres()
                .orElseThrow(() -> new ConfigException("db restored: store.url names no database; what `outlast backup`"
                        + " has made of a file, `outlast restore` puts back"));
        try (var directory = DataDirectory.open(home.data());
                var database = PutBack.open(settings, new SecureRandom(), Thread::sleep)) {
            var installation = database.facts().installation();
            StoreChoice.belongs(installation, directory);
            var now = Instant.now();
            var seen = new Tagged(home, config, withoutLooking, say)
                    .of(installation)
                    .and(onShelf(installation, database, now));
            PutBackDatabase.perform(database, home.shared(), home.jobLogs(), seen, now)
                    .forEach(say);
        }
        say.accept("the first leader looks at what carries this installation's tag before it launches anything");
    }

    /// What the logs in the bucket tell; those of attempts that the database does not know are moved aside there.
    private Restore.Heights onShelf(String installation, PutBack database, Instant now)
            throws ConfigException, IOException, StoreException {
        var opened = SharedFiles.open(config, installation);
        if (opened.isEmpty()) {
            return Restore.Heights.NONE;
        }
        try (var place = opened.get()) {
            var shelf = new SegmentShelf(new LogTree(home.jobLogs()), place);
            var heights = shelf.heights();
            var aside = "before-restored-" + now.toString().replace(":", "");
            var moved = shelf.moveAside(database.attempts(), aside);
            if (moved > 0) {
                say.accept(moved + " segments of attempts that the database does not know lie in " + aside + " of "
                        + place.description());
            }
            return new Restore.Heights(0, heights.epoch(), heights.job());
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

    /// Of the controllers at the new place any may lead first, and this home's file would tell one of them alone.
    private static void moveMark(Path mark, DataDirectory directory) throws StoreException, IOException {
        try (var store =
                SqliteStore.open(directory.database(), SqliteSettings.DEFAULT, new SecureRandom(), (_, _) -> {})) {
            var _ = store.settle(SqlStore.RESTORED, Files.readString(mark).strip());
        }
        Files.delete(mark);
    }

    /// The file is moved aside afterwards: two stores of one installation, each with a leader, would be a disaster.
    private void copy() throws ConfigException, DataDirectoryException, StoreException, IOException {
        var target = config.postgres()
                .orElseThrow(() -> new ConfigException("db copy: say in config.yaml where to: store.url"));
        if (!Files.exists(home.database())) {
            throw new ConfigException("db copy: there is no " + home.database());
        }
        try (var directory = DataDirectory.open(home.data())) {
            var mark = home.data().resolve(Restore.MARK);
            if (Files.exists(mark)) {
                moveMark(mark, directory);
            }
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
