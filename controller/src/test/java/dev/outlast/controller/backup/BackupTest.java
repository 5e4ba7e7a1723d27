package dev.outlast.controller.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.controller.store.SqliteSettings;
import dev.outlast.controller.store.SqliteSnapshot;
import dev.outlast.controller.store.SqliteStore;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.store.SampleRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a backup holds, what is left of one that failed, and what a restore moves on.
final class BackupTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final String BLOB = "ab".repeat(32) + ".tar";

    @TempDir
    private Path directory;

    private Path home;

    @BeforeEach
    void makeHome() throws IOException {
        home = Files.createDirectories(directory.resolve("home"));
        Files.createDirectories(home.resolve("blobs/unfinished"));
        Files.createDirectories(home.resolve("blobs").resolve("ab".repeat(32)));
        Files.createDirectories(home.resolve("data"));
        // An archive of nothing: two blocks of zeros.
        Files.write(home.resolve("blobs").resolve(BLOB), new byte[1024]);
        Files.writeString(home.resolve("config.yaml"), "port: 5\n");
    }

    private SqliteStore open() throws StoreException {
        var settings = SqliteSettings.DEFAULT.withReserveBytes(0);
        return SqliteStore.open(home.resolve("data/outlast.db"), settings, new Random(1), (what, cause) -> {
            throw new AssertionError(what, cause);
        });
    }

    private Backup.Source source() {
        return new Backup.Source(
                home.resolve("data/outlast.db"), home.resolve("config.yaml"), home.resolve("blobs"), "0a0b0c0d");
    }

    private Restore.Place place(String other) {
        var to = directory.resolve(other);
        return new Restore.Place(
                to.resolve("data"), to.resolve("config.yaml"), to.resolve("blobs"), to.resolve("job-logs"));
    }

    private Manifest take(String name) throws BackupException {
        return Backup.take(source(), directory.resolve(name), "0.1", () -> NOW);
    }

    private static void submit(SqliteStore store, int jobs) throws StoreException {
        for (int i = 0; i < jobs; i++) {
            var id = store.leader().lastJobId() + 1;
            store.commit(SampleRows.after(store.leader())
                    .with(SampleRows.job(id, "PENDING"))
                    .build());
        }
    }

    @Test
    void theStoreIsWrittenOnWhileItIsCopied() throws Exception {
        try (var store = open()) {
            store.takeLead("a");
            submit(store, 3);
            var manifest = take("backup");
            submit(store, 2);
            assertThat(manifest.lastJobId()).isEqualTo(3);
            assertThat(manifest.installation()).isEqualTo(store.leader().installation());
            assertThat(manifest.files())
                    .extracting(Manifest.Entry::path)
                    .containsExactly("outlast.db", "config.yaml", "blobs/" + BLOB);
            assertThat(Manifest.read(directory.resolve("backup"))).isEqualTo(manifest);
            assertThat(store.leader().lastJobId()).isEqualTo(5);
        }
    }

    @Test
    void aRestoreMovesEverythingPastWhatWasEverUsed() throws Exception {
        try (var store = open()) {
            store.takeLead("a");
            submit(store, 3);
            take("backup");
        }
        var to = place("other");
        Files.createDirectories(to.data());
        Files.createDirectories(to.jobLogs().resolve("17/0/1/0"));
        Files.createDirectories(to.blobs());
        var restore = Restore.of(directory.resolve("backup"), to);
        assertThat(restore.before()).isEmpty();
        restore.settings();
        var said = restore.perform(new Restore.Heights(4, 90, 12), NOW);

        assertThat(String.join("\n", said)).contains("under incarnation 5", "gets id 18", "logs of 1 attempts");
        var facts = SqliteSnapshot.facts(to.database());
        assertThat(facts.incarnation()).isEqualTo(5);
        assertThat(facts.epoch()).isEqualTo(90);
        assertThat(facts.lastJobId()).isEqualTo(17);
        assertThat(to.config()).hasContent("port: 5");
        assertThat(to.blobs().resolve(BLOB)).exists();
        assertThat(to.blobs().resolve("ab".repeat(32))).isDirectory();
        assertThat(to.data().resolve(Restore.MARK)).exists();
        assertThat(to.jobLogs().resolve("17/0/1")).doesNotExist();
    }

    @Test
    void anotherInstallationIsNotReplaced() throws Exception {
        try (var store = open()) {
            take("backup");
            assertThat(store.leader().lastJobId()).isZero();
        }
        var to = place("other");
        Files.createDirectories(to.data());
        SqliteStore.open(to.database(), SqliteSettings.DEFAULT.withReserveBytes(0), new Random(2), (_, _) -> {})
                .close();
        assertThatThrownBy(() -> Restore.of(directory.resolve("backup"), to).before())
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("restore into another home");
    }

    @Test
    void aDatabaseThatIsDamagedIsMovedAsideAndNothingIsLost() throws Exception {
        try (var store = open()) {
            submit(store, 0);
            take("backup");
            assertThat(store.job(new JobId(1))).isEmpty();
        }
        var to = place("other");
        Files.createDirectories(to.data());
        Files.writeString(to.database(), "this is no database, whatever it is called\n".repeat(100));
        var restore = Restore.of(directory.resolve("backup"), to);
        assertThat(restore.before()).isEmpty();
        restore.perform(Restore.Heights.NONE, NOW);
        assertThat(SqliteSnapshot.facts(to.database()).incarnation()).isEqualTo(2);
        assertThat(to.data().resolve("before-restore-2026-11-21T080000Z/outlast.db"))
                .exists();
    }

    /// The real thing: a disk with room for half of it.
    @Test
    void onAFullDiskNothingIsLeftBehind() throws Exception {
        try (var store = open()) {
            submit(store, 1);
        }
        Files.write(home.resolve("blobs").resolve("cd".repeat(32) + ".tar"), new byte[3 << 20]);
        var disk = Files.createDirectory(directory.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk.toString()), "needs to mount a tmpfs");
        try {
            assertThatThrownBy(() -> take("disk/backup"))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("no backup was made")
                    .hasMessageContaining("No space left");
            try (var left = Files.list(disk)) {
                assertThat(left.toList()).isEmpty();
            }
            Files.write(disk.resolve("filler"), new byte[(2 << 20) - (64 << 10)]);
            assertThatThrownBy(() -> take("disk/backup"))
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining("full");
            assertThat(disk.resolve("backup.partial")).doesNotExist();
        } finally {
            assertThat(run("umount", disk.toString())).isTrue();
        }
    }

    @Test
    void twoBackupsOfOneNameDoNotMix() throws Exception {
        open().close();
        Files.createDirectory(directory.resolve("backup.partial"));
        assertThatThrownBy(() -> take("backup")).hasMessageContaining("another backup is being written");
        assertThat(directory.resolve("backup.partial")).exists();
        assertThatThrownBy(() -> take("nowhere/backup")).hasMessageContaining("there is no directory");
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command).start();
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
