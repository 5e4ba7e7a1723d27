package dev.outlast.controller.backup;

import dev.outlast.controller.store.SqliteSnapshot;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/// Takes a backup into a new directory, whole or not at all. The controller may run; it does not notice.
public final class Backup {
    static final String DATABASE = "outlast.db";
    static final String DUMP = "outlast.dump";
    static final String CONFIG = "config.yaml";
    static final String BLOBS = "blobs";
    private static final Pattern BLOB = Pattern.compile("[0-9a-f]{64}\\.[a-z]+");

    private Backup() {}

    /// Writes a database, as it is at one moment, into a new file.
    @FunctionalInterface
    public interface Snapshot {
        /// @return what the database says of itself at that moment
        SqliteSnapshot.Facts into(Path file) throws StoreException, InterruptedException;
    }

    /// Where what goes into it lies.
    ///
    /// @param name of the database's file in the backup
    /// @param keyId of the key that stays out of it
    public record Source(String name, Snapshot database, Path config, Path blobs, String keyId) {
        /// Of one controller, whose database is a file.
        public Source(Path database, Path config, Path blobs, String keyId) {
            this(
                    DATABASE,
                    file -> {
                        SqliteSnapshot.copy(database, file);
                        return SqliteSnapshot.facts(file);
                    },
                    config,
                    blobs,
                    keyId);
        }

        /// Of several, whose database is a server's.
        public static Source ofServer(Snapshot database, Path config, Path blobs, String keyId) {
            return new Source(DUMP, database, config, blobs, keyId);
        }

        public Source {
            Objects.requireNonNull(name);
            Objects.requireNonNull(database);
            Objects.requireNonNull(config);
            Objects.requireNonNull(blobs);
            Objects.requireNonNull(keyId);
        }
    }

    /// @param target must not be there yet
    /// @throws BackupException nothing is left of it then
    public static Manifest take(Source source, Path target, String version, InstantSource clock)
            throws BackupException {
        var place = target.toAbsolutePath().normalize();
        if (Files.exists(place)) {
            throw new BackupException(place + " is there already: a backup is a new directory");
        }
        var parent = place.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BackupException("there is no directory " + parent);
        }
        var partial = parent.resolve(place.getFileName() + ".partial");
        try {
            SafeCopy.makeNew(partial);
        } catch (FileAlreadyExistsException other) {
            throw new BackupException(
                    partial + " is there: another backup is being written, or one was cut off; remove it if none is",
                    other);
        } catch (IOException refused) {
            throw new BackupException("cannot write to " + parent + ": " + refused, refused);
        }
        try {
            var manifest = fill(source, partial, version, clock);
            Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
            SafeCopy.syncDirectory(parent);
            return manifest;
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new BackupException("no backup was made: told to stop" + cleaned(partial), told);
        } catch (IOException | StoreException | RuntimeException failed) {
            throw new BackupException("no backup was made: " + failed.getMessage() + cleaned(partial), failed);
        }
    }

    private static String cleaned(Path partial) {
        try {
            SafeCopy.deleteTree(partial);
            return "";
        } catch (IOException stuck) {
            return " (and " + partial + " could not be removed: " + stuck + ")";
        }
    }

    /// The database first: a job is committed after its blobs are whole, so every blob it names is there by then.
    private static Manifest fill(Source source, Path partial, String version, InstantSource clock)
            throws IOException, StoreException, InterruptedException {
        var madeAt = clock.instant();
        var database = partial.resolve(source.name());
        var facts = source.database().into(database);
        var files = new ArrayList<Manifest.Entry>();
        files.add(SafeCopy.settle(database, source.name()));
        if (Files.isRegularFile(source.config())) {
            files.add(SafeCopy.copy(source.config(), partial.resolve(CONFIG), CONFIG));
        }
        var blobs = partial.resolve(BLOBS);
        SafeCopy.makeNew(blobs);
        for (var blob : blobs(source.blobs())) {
            var name = blob.getFileName().toString();
            files.add(SafeCopy.copy(blob, blobs.resolve(name), BLOBS + "/" + name));
        }
        SafeCopy.syncDirectory(blobs);
        var manifest = new Manifest(
                version,
                madeAt,
                facts.installation(),
                facts.incarnation(),
                facts.epoch(),
                facts.lastJobId(),
                source.keyId(),
                facts.sealed(),
                files);
        SafeCopy.write(partial.resolve(Manifest.NAME), manifest.json());
        SafeCopy.syncDirectory(partial);
        return manifest;
    }

    private static List<Path> blobs(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var entries = Files.list(directory)) {
            return entries.filter(
                            file -> BLOB.matcher(file.getFileName().toString()).matches() && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }
}
