package dev.outlast.controller.backup;

import dev.outlast.checkpointing.blob.ExtractLimits;
import dev.outlast.checkpointing.blob.SafeExtract;
import dev.outlast.controller.store.SqliteSnapshot;
import dev.outlast.core.store.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Puts a backup in place, under a new incarnation. The caller holds the data directory, so that no controller runs.
///
/// The database comes last and in one step: until then nothing of the home has changed that anybody reads.
public final class Restore {
    /// Present until the first leader after a restore has looked at what carries the installation's tag.
    public static final String MARK = "restored";

    private final Path backup;
    private final Place place;
    private final Manifest manifest;
    private final List<String> done = new ArrayList<>();

    /// Where it goes.
    ///
    /// @param data the directory of the database
    public record Place(Path data, Path config, Path blobs, Path jobLogs) {
        public Place {
            Objects.requireNonNull(data);
            Objects.requireNonNull(config);
            Objects.requireNonNull(blobs);
            Objects.requireNonNull(jobLogs);
        }

        Path database() {
            return data.resolve(Backup.DATABASE);
        }
    }

    /// The highest that was ever used, as far as anybody can tell.
    public record Heights(int incarnation, long epoch, long jobId) {
        public static final Heights NONE = new Heights(0, 0, 0);

        public Heights and(Heights other) {
            return new Heights(
                    Math.max(incarnation, other.incarnation),
                    Math.max(epoch, other.epoch),
                    Math.max(jobId, other.jobId));
        }
    }

    private Restore(Path backup, Place place, Manifest manifest) {
        this.backup = backup;
        this.place = place;
        this.manifest = manifest;
    }

    /// Reads the backup through: every file must be what the manifest says.
    public static Restore of(Path backup, Place place) throws BackupException {
        var manifest = Manifest.read(backup);
        for (var file : manifest.files()) {
            var path = backup.resolve(file.path()).normalize();
            try {
                if (!path.startsWith(backup.normalize()) || !SafeCopy.hash(path).equals(file.sha256())) {
                    throw new BackupException(path + " is not what was backed up: its hash differs");
                }
            } catch (IOException unreadable) {
                throw new BackupException("cannot read " + path + ": " + unreadable, unreadable);
            }
        }
        return new Restore(backup, place, manifest);
    }

    /// The dump of a server's database; empty when the backup is of a file.
    public Optional<Path> dump() {
        return Optional.of(backup.resolve(Backup.DUMP)).filter(Files::isRegularFile);
    }

    /// Puts back what was uploaded, and nothing else.
    ///
    /// @return what was done, a line each
    public List<String> uploads() throws BackupException {
        try {
            blobs();
            return List.copyOf(done);
        } catch (IOException failed) {
            throw new BackupException("the uploads are not restored: " + failed, failed);
        }
    }

    public Manifest manifest() {
        return manifest;
    }

    /// The database that is there already; empty when there is none.
    ///
    /// @throws BackupException it is another installation's, whose clusters would be forgotten
    public Optional<SqliteSnapshot.Facts> before() throws BackupException {
        if (!Files.exists(place.database())) {
            return Optional.empty();
        }
        try {
            var facts = SqliteSnapshot.facts(place.database());
            if (!facts.installation().equals(manifest.installation())) {
                throw new BackupException(place.database() + " belongs to installation " + facts.installation()
                        + ", the backup to " + manifest.installation() + ": restore into another home");
            }
            return Optional.of(facts);
        } catch (StoreException damaged) {
            // What is damaged is what people restore for.
            done.add("the database that was there cannot be read: " + damaged.getMessage());
            return Optional.empty();
        }
    }

    /// The settings come first, because they say where to look for what carries the tag. Those that are there win.
    public void settings() throws BackupException {
        var saved = backup.resolve(Backup.CONFIG);
        try {
            if (Files.exists(place.config())) {
                done.add("config.yaml was there and stays as it is");
            } else if (Files.isRegularFile(saved)) {
                SafeCopy.copy(saved, place.config(), Backup.CONFIG);
                done.add("config.yaml is restored");
            }
        } catch (IOException failed) {
            throw new BackupException("cannot restore config.yaml: " + failed, failed);
        }
    }

    /// @param seen what was ever used, by the database before and by what carries the tag
    /// @return what was done, a line each
    public List<String> perform(Heights seen, Instant now) throws BackupException {
        var before = place.data().resolve("before-restore-" + now.toString().replace(":", ""));
        var next = place.data().resolve("outlast.db.restoring");
        try {
            Files.deleteIfExists(next);
            blobs();
            var from = Heights.NONE
                    .and(new Heights(manifest.incarnation(), manifest.epoch(), manifest.lastJobId()))
                    .and(seen)
                    .and(Leftovers.heights(place.jobLogs()));
            SafeCopy.copy(backup.resolve(Backup.DATABASE), next, Backup.DATABASE);
            SqliteSnapshot.raise(
                    next,
                    from.incarnation() + 1,
                    from.epoch(),
                    from.jobId(),
                    "restored at " + now + " from a backup of " + manifest.madeAt());
            SqliteSnapshot.check(next);
            var logs = Leftovers.unknownAttempts(place.jobLogs(), SqliteSnapshot.attempts(next));
            moveAside(before, logs);
            Files.deleteIfExists(place.data().resolve(MARK));
            SafeCopy.write(
                    place.data().resolve(MARK),
                    "incarnation " + (from.incarnation() + 1) + " from a backup of " + manifest.madeAt() + "\n");
            Files.move(next, place.database(), StandardCopyOption.ATOMIC_MOVE);
            SafeCopy.syncDirectory(place.data());
            done.add("installation " + manifest.installation() + " is restored as it was at " + manifest.madeAt()
                    + ", under incarnation " + (from.incarnation() + 1));
            done.add("the next job gets id " + (from.jobId() + 1));
            return List.copyOf(done);
        } catch (IOException | StoreException failed) {
            throw new BackupException(
                    "not restored: " + failed.getMessage() + "; what was there lies in " + before
                            + " if that exists, and the restore can be repeated",
                    failed);
        }
    }

    private void blobs() throws IOException {
        var restored = 0;
        Files.createDirectories(place.blobs());
        for (var file : manifest.files()) {
            if (!file.path().startsWith(Backup.BLOBS + "/")) {
                continue;
            }
            var name = file.path().substring(Backup.BLOBS.length() + 1);
            var to = place.blobs().resolve(name);
            if (!Files.exists(to)) {
                var half = place.blobs().resolve(name + ".restoring");
                Files.deleteIfExists(half);
                SafeCopy.copy(backup.resolve(file.path()), half, name);
                Files.move(half, to, StandardCopyOption.ATOMIC_MOVE);
                restored++;
            }
            var tree = place.blobs().resolve(name.substring(0, name.indexOf('.')));
            if (!Files.isDirectory(tree)) {
                SafeExtract.extract(to, tree, ExtractLimits.DEFAULT);
            }
        }
        done.add(restored + " uploads are restored");
    }

    /// Nothing is deleted: what the backup does not know is put where the operator finds it.
    private void moveAside(Path before, List<Path> logs) throws IOException {
        var moved = new ArrayList<Path>();
        for (var name : List.of("outlast.db", "outlast.db-wal", "outlast.db-shm")) {
            if (Files.exists(place.data().resolve(name))) {
                moved.add(place.data().resolve(name));
            }
        }
        if (moved.isEmpty() && logs.isEmpty()) {
            return;
        }
        SafeCopy.makeNew(before);
        for (var file : moved) {
            Files.move(file, before.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
        }
        Leftovers.moveAside(place.jobLogs(), logs, before);
        done.add((moved.isEmpty() ? "" : "the database that was there, and ") + "logs of " + logs.size()
                + " attempts that the backup does not know, lie in " + before);
    }
}
