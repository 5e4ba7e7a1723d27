package dev.outlast.controller.service;

import dev.outlast.controller.Version;
import dev.outlast.controller.backup.Backup;
import dev.outlast.controller.backup.BackupException;
import dev.outlast.controller.backup.Restore;
import dev.outlast.controller.config.ConfigException;
import dev.outlast.controller.config.ControllerConfig;
import dev.outlast.controller.secret.SecretBox;
import dev.outlast.controller.secret.SecretException;
import dev.outlast.controller.store.DataDirectory;
import dev.outlast.controller.store.DataDirectoryException;
import dev.outlast.controller.store.PostgresDump;
import dev.outlast.controller.store.PostgresSettings;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// `backup` and `restore`, which work beside a controller or without one. They tell what they did, a line each.
public final class Safekeeping {
    private final Home home;
    private final String without;
    private final Consumer<String> say;

    /// @param without as [ControllerConfig#read(Path, String)] takes it
    public Safekeeping(Path root, String without, Consumer<String> say) {
        this.home = new Home(root.toAbsolutePath().normalize());
        this.without = Objects.requireNonNull(without);
        this.say = Objects.requireNonNull(say);
    }

    /// How a restore is to go.
    ///
    /// @param replace whether a database that is there is moved aside
    /// @param key the file of the key that opens the secrets, if it is not in the home
    /// @param withoutKey whether jobs with secrets may be lost
    /// @param withoutLooking whether to restore although a launcher cannot be asked what there is
    public record Choices(boolean replace, Optional<Path> key, boolean withoutKey, boolean withoutLooking) {
        public Choices {
            Objects.requireNonNull(key);
        }
    }

    public void backup(Path target) throws BackupException, SecretException, ConfigException {
        var config = read();
        if (config.postgres().isPresent()) {
            dump(config, config.postgres().get(), target);
            return;
        }
        if (!Files.isRegularFile(home.database())) {
            throw new BackupException("there is no database in " + home.data() + "; OUTLAST_HOME says which home");
        }
        var key = SecretBox.keyId(home.secretsKey());
        take(new Backup.Source(home.database(), config(), home.blobs(), key), home.secretsKey(), target);
    }

    /// The database of several controllers, by the server's own program.
    private void dump(ControllerConfig config, PostgresSettings settings, Path target)
            throws BackupException, SecretException {
        requirePrograms("pg_dump makes its backup");
        var there = Home.of(home.root(), config.together());
        var key = keyFile(config);
        take(
                Backup.Source.ofServer(
                        new PostgresDump(settings)::write, config(), there.blobs(), SecretBox.keyId(key)),
                key,
                target);
        if (config.together().artefacts().isPresent()) {
            say.accept("uploads: those that this home has a copy of; all of them are in the bucket of shared.bucket,"
                    + " which is copied by its own means");
        }
    }

    private Path keyFile(ControllerConfig config) {
        return config.together().secretsKey().orElse(home.secretsKey());
    }

    private void take(Backup.Source source, Path keyFile, Path target) throws BackupException {
        var key = source.keyId();
        var manifest = Backup.take(source, target, Version.text(), Clock.systemUTC());
        say.accept("installation " + manifest.installation() + ", up to job " + manifest.lastJobId() + ": "
                + manifest.files().size() + " files in " + target);
        say.accept("not in it: local:// buckets, job logs, and the key " + (key.isEmpty() ? "(none yet)" : key) + " of "
                + keyFile);
        if (manifest.sealed() > 0) {
            say.accept(manifest.sealed() + " jobs have secrets that only this key opens: keep a copy of it elsewhere");
        }
    }

    public void restore(Path backup, Choices choices)
            throws BackupException, DataDirectoryException, ConfigException, SecretException, IOException,
                    StoreException, InterruptedException {
        var config = read();
        if (config.postgres().isPresent()) {
            putBack(config, config.postgres().get(), backup, choices);
            return;
        }
        var place = new Restore.Place(home.data(), config(), home.blobs(), home.jobLogs());
        var restore = Restore.of(backup.toAbsolutePath().normalize(), place);
        if (restore.dump().isPresent()) {
            throw new BackupException(backup + " is of a PostgreSQL database: put its config.yaml into " + home.root()
                    + ", with a store.url that names an empty database, and say it again");
        }
        Home.open(home.root());
        try (var directory = DataDirectory.open(home.data())) {
            var before = restore.before();
            if (Files.exists(home.database()) && !choices.replace()) {
                throw new BackupException(
                        directory.database() + " is there already: --replace moves it aside and goes on");
            }
            checkKey(restore, choices, home.secretsKey());
            restore.settings();
            var seen = before.map(f -> new Restore.Heights(f.incarnation(), f.epoch(), f.lastJobId()))
                    .orElse(Restore.Heights.NONE)
                    .and(new Tagged(home, read(), choices.withoutLooking(), say)
                            .of(restore.manifest().installation()));
            choices.key().ifPresent(key -> takeKey(key, home.secretsKey()));
            restore.perform(seen, Instant.now()).forEach(say);
            say.accept("the next start looks at what carries this installation's tag before it launches anything");
        }
    }

    /// All controllers are stopped, and the database is empty.
    private void putBack(ControllerConfig config, PostgresSettings settings, Path backup, Choices choices)
            throws BackupException, DataDirectoryException, ConfigException, SecretException, IOException,
                    StoreException, InterruptedException {
        requirePrograms("pg_restore puts its backup back, and `outlast db restored` follows");
        if (choices.replace()) {
            throw new BackupException("--replace is for the file of one controller: rename the database that store.url"
                    + " names, and make an empty one of its name");
        }
        var there = Home.open(home.root(), config.together());
        var place = new Restore.Place(there.data(), config(), there.blobs(), there.jobLogs());
        var restore = Restore.of(backup.toAbsolutePath().normalize(), place);
        var dump = restore.dump()
                .orElseThrow(
                        () -> new BackupException(backup + " is of the file of one controller: restore it in a home"
                                + " without store.url, and `outlast db copy` brings it over"));
        var key = keyFile(config);
        try (var directory = DataDirectory.open(there.data())) {
            StoreChoice.belongs(restore.manifest().installation(), directory);
            checkKey(restore, choices, key);
            new PostgresDump(settings).put(dump);
            choices.key().ifPresent(given -> takeKey(given, key));
            restore.uploads().forEach(say);
            say.accept("the database is as it was at " + restore.manifest().madeAt()
                    + "; should this be cut off here, `outlast db restored` does the rest");
        }
        new Databases(there, config, say)
                .perform(choices.withoutLooking() ? List.of("restored", "--without-looking") : List.of("restored"));
    }

    private static void requirePrograms(String instead) throws BackupException {
        if (!PostgresDump.isPossible(System.getenv().getOrDefault("PATH", ""))) {
            throw new BackupException("this installation lives in the database that store.url names: " + instead
                    + ", as docs/operations.md says; this machine has no pg_dump and pg_restore on its PATH, by which"
                    + " this command would do it");
        }
    }

    private static void checkKey(Restore restore, Choices choices, Path ours) throws BackupException, SecretException {
        if (choices.key().isPresent() && Files.exists(ours)) {
            throw new BackupException(ours + " is there already: --key is for a home that has none");
        }
        var file = choices.key().orElse(ours);
        var wanted = restore.manifest().keyId();
        var found = SecretBox.keyId(file);
        if (restore.manifest().sealed() > 0 && !found.equals(wanted) && !choices.withoutKey()) {
            throw new BackupException(restore.manifest().sealed() + " jobs have secrets that key " + wanted
                    + " opens, and " + file + (found.isEmpty() ? " is not there" : " holds key " + found)
                    + ": put the key back, give it with --key FILE, or say --without-key, and these jobs cannot"
                    + " start again");
        }
    }

    private static void takeKey(Path key, Path ours) {
        try {
            Files.createFile(ours, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(ours, Files.readAllBytes(key));
        } catch (FileAlreadyExistsException kept) {
            throw new IllegalStateException(kept);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private ControllerConfig read() throws ConfigException {
        return ControllerConfig.read(home.root(), without);
    }

    private Path config() {
        return home.root().resolve("config.yaml");
    }
}
