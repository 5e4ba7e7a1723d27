package dev.outlast.controller.store;

import static dev.outlast.testkit.store.SampleRows.after;
import static dev.outlast.testkit.store.SampleRows.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outlast.core.store.Batch;
import dev.outlast.core.store.LeaderRow;
import dev.outlast.core.store.StoreException;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// The disk under the database fills up: nothing is half done, and all goes on when there is room again. The database
/// lies on a file system of its own, in memory; root alone may make one.
@Timeout(120)
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
class PostgresFullDiskTest {
    private static final LocalPostgres SERVER = LocalPostgres.shared();
    private static final int ENOUGH_TO_FILL_A_PAGE = 2_000;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", disk.toString()),
                "it needs to mount a small file system: root may");
        assertThat(run("chmod", "755", disk.toString())).isTrue();
        assertThat(run("chown", "postgres", disk.toString())).isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        SERVER.sql("postgres", "DROP DATABASE IF EXISTS small WITH (FORCE)");
        SERVER.sql("postgres", "DROP TABLESPACE IF EXISTS small");
        var _ = run("umount", disk.toString());
        Files.deleteIfExists(disk);
    }

    @Test
    void aFullDiskRefusesABatchWholeAndTakesItWhenThereIsRoom() throws Exception {
        SERVER.sql("postgres", "CREATE TABLESPACE small LOCATION '" + disk.resolve(".") + "'");
        SERVER.sql("postgres", "CREATE DATABASE small TEMPLATE template0 TABLESPACE small");
        try (var store =
                PostgresStore.open(new PostgresSettings(SERVER.url("small"), "", Optional.empty()), new Random(1))) {
            store.takeLead("a");
            fill();

            long job = 1;
            var full = refusal(store, job);
            while (full.isEmpty() && job < ENOUGH_TO_FILL_A_PAGE) {
                job++;
                full = refusal(store, job);
            }

            assertThat(full).map(StoreException::kind).contains(StoreException.Kind.FULL);
            assertThat(store.leader().lastBatch())
                    .as("nothing of the batch is there")
                    .isEqualTo(job - 1);
            assertThat(store.job(job(job, "PENDING").id())).isEmpty();
            Files.delete(disk.resolve("filler"));
            store.commit(batch(store.leader(), job));
            assertThat(store.leader().lastBatch()).isEqualTo(job);
        }
    }

    private static Optional<StoreException> refusal(PostgresStore store, long job) throws StoreException {
        var batch = batch(store.leader(), job);
        try {
            store.commit(batch);
            return Optional.empty();
        } catch (StoreException refused) {
            return Optional.of(refused);
        }
    }

    private static Batch batch(LeaderRow leader, long job) {
        return after(leader).with(job(job, "PENDING")).withEvent(job).build();
    }

    /// To the last byte.
    private void fill() throws IOException {
        var piece = new byte[4096];
        try (var out = Files.newOutputStream(disk.resolve("filler"))) {
            while (Files.getFileStore(disk).getUsableSpace() > 0) {
                out.write(piece);
            }
        } catch (IOException full) {
            assertThat(Files.getFileStore(disk).getUsableSpace()).isLessThan(piece.length);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }
}
