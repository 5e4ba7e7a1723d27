package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// `outlast backup` and `outlast restore` of an installation in PostgreSQL.
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
final class DumpTest {
    /// The first that the server made.
    private static final String DATABASE = "d1";

    @TempDir
    private Path directory;

    private static void awaitStatus(Door door, long job, String status) {
        await().atMost(Controller.LONG)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(door.job(job).path("status").asText()).isEqualTo(status));
    }

    private String tool(Several several, int exit, String... arguments) {
        var tool = new Controller(directory.resolve("tool"), several.at(0).home());
        tool.spawn(arguments);
        assertThat(tool.awaitExit()).as(tool.said()).isEqualTo(exit);
        return tool.said();
    }

    @Test
    void whatWasDumpedIsPutBackAndGoesOn() throws Exception {
        try (var several = new Several(directory, 2, "1s")) {
            several.at(0).start();
            var door = several.at(0).door();
            var stays = door.submit(Yaml.job("stays", "sleep 600"));
            awaitStatus(door, stays, "RUNNING");
            var backup = directory.resolve("backup").toString();
            assertThat(tool(several, 0, "backup", backup)).contains("up to job " + stays);
            assertThat(Path.of(backup)).isDirectoryContaining("glob:**/outlast.dump");
            assertThat(Files.readString(Path.of(backup, "manifest.json"))).contains("outlast.dump", "config.yaml");
            var later = door.submit(Yaml.job("later", "sleep 600"));
            awaitStatus(door, later, "RUNNING");
            assertThat(tool(several, 1, "restore", backup)).contains("in use by another controller");

            several.at(0).kill();
            assertThat(tool(several, 1, "restore", backup)).contains("it is not empty", "rename it");
            await().until(() -> several.database()
                    .sql("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + DATABASE + "'")
                    .equals("0"));
            several.database().sql("postgres", "ALTER DATABASE " + DATABASE + " RENAME TO before");
            several.database().sql("postgres", "CREATE DATABASE " + DATABASE + " TEMPLATE template0");
            assertThat(tool(several, 0, "restore", backup))
                    .contains("incarnation 2", "the next job gets id " + (later + 1));

            several.at(1).start();
            several.awaitLeader();
            var other = several.at(1).door();
            awaitStatus(other, stays, "RUNNING");
            assertThat(other.job(stays).path("tasks").get(0).path("attempts")).hasSize(1);
            assertThat(other.get("/v1/jobs/" + later).status()).isEqualTo(404);
            var next = other.submit(Yaml.job("next", "echo as good as new"));
            assertThat(next).isGreaterThan(later);
            awaitStatus(other, next, "SUCCEEDED");
        }
    }
}
