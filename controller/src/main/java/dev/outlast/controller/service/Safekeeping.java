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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
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
        refuseDatabase("pg_dump makes its backup");
        if (!Files.isRegularFile(home.database())) {
            throw new BackupException("there is no database in " + home.data() + "; OUTLAST_HOME says which home");
        }
        var key = SecretBox.keyId(home.secretsKey());
        var manifest = Backup.take(
                new Backup.Source(home.database(), config(), home.blobs(), key),
                target,
                Version.text(),
                Clock.systemUTC());
        say.accept("installation " + manifest.installation() + ", up to job " + manifest.lastJobId() + ": "
                + manifest.files().size() + " files in " + target);
        say.accept("not in it: local:// buckets, job logs, and the key " + (key.isEmpty() ? "(none yet)" : key) + " of "
                + home.secretsKey());
        if (manifest.sealed() > 0) {
            say.accept(manifest.sealed() + " jobs have secrets that only this key opens: keep a copy of it elsewhere");
        }
    }

    public void restore(Path backup, Choices choices)
            throws BackupException, DataDirectoryException, ConfigException, SecretException, IOException {
        refuseDatabase("pg_restore puts its backup back, and `outlast db restored` follows");
        var place = new Restore.Place(home.data(), config(), home.blobs(), home.jobLogs());
        var restore = Restore.of(backup.toAbsolutePath().normalize(), place);
        Home.open(home.root());
        try (var directory = DataDirectory.open(home.data())) {
            var before = restore.before();
            if (Files.exists(home.database()) && !choices.replace()) {
                throw new BackupException(
                        directory.database() + " is there already: --replace moves it aside and goes on");
            }
            checkKey(restore, choices);
            restore.settings();
            var seen = before.map(f -> new Restore.Heights(f.incarnation(), f.epoch(), f.lastJobId()))
                    .orElse(Restore.Heights.NONE)
                    .and(new Tagged(home, read(), choices.withoutLooking(), say)
                            .of(restore.manifest().installation()));
            choices.key().ifPresent(this::takeKey);
            restore.perform(seen, Instant.now()).forEach(say);
            say.accept("the next start looks at what carries this installation's tag before it launches anything");
        }
    }

    private void refuseDatabase(String instead) throws ConfigException, BackupException {
        if (read().postgres().isPresent()) {
            throw new BackupException("this installation lives in the database that store.url names: " + instead
                    + ", as docs/operations.md says; this command knows the file of one controller alone");
        }
    }

    private void checkKey(Restore restore, Choices choices) throws BackupException, SecretException {
        if (choices.key().isPresent() && Files.exists(home.secretsKey())) {
            throw new BackupException(home.secretsKey() + " is there already: --key is for a home that has none");
        }
        var file = choices.key().orElse(home.secretsKey());
        var wanted = restore.manifest().keyId();
        var found = SecretBox.keyId(file);
        if (restore.manifest().sealed() > 0 && !found.equals(wanted) && !choices.withoutKey()) {
            throw new BackupException(restore.manifest().sealed() + " jobs have secrets that key " + wanted
                    + " opens, and " + file + (found.isEmpty() ? " is not there" : " holds key " + found)
                    + ": put the key back, give it with --key FILE, or say --without-key, and these jobs cannot"
                    + " start again");
        }
    }

    private void takeKey(Path key) {
        try {
            Files.createFile(
                    home.secretsKey(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(home.secretsKey(), Files.readAllBytes(key));
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
