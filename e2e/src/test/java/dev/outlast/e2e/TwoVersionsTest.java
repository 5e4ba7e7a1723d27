package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Two versions on one database: each leads in its turn and the jobs go on. When the newer one may write what the older
/// one cannot read, the older one is refused. The newer version is this one with a higher feature level, by a setting
/// that is for tests.
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
final class TwoVersionsTest {
    private static final String NEWER = "-Doutlast.test.feature_level=2";

    @TempDir
    private Path directory;

    private static void awaitStatus(Door door, long job, String status) {
        await().atMost(Controller.LONG)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(door.job(job).path("status").asText()).isEqualTo(status));
    }

    private static int level(Door door) {
        return door.get("/v1/upgrade").ok().json().path("feature_level").asInt();
    }

    @Test
    void bothLeadInTurnUntilTheUpgradeIsFinalized() throws Exception {
        try (var several = new Several(directory, 2, "1s")) {
            var older = several.at(0);
            var newer = several.at(1).with("JAVA_TOOL_OPTIONS", NEWER);
            older.start();
            several.awaitLeader();
            var door = several.door();
            var stays = door.submit(Yaml.job("stays", "sleep 600"));
            awaitStatus(door, stays, "RUNNING");
            newer.start();
            assertThat(door.post("/v1/upgrade/finalize", "{}")
                            .ok()
                            .json()
                            .path("known")
                            .asInt())
                    .as("an older leader has nothing to finalize")
                    .isEqualTo(1);

            // The newer one leads, and writes nothing that the older one cannot read.
            older.stop();
            assertThat(several.awaitLeader()).isEqualTo(1);
            older.start();
            assertThat(level(door)).isEqualTo(1);
            var refused = door.post("/v1/upgrade/finalize", "{}");
            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.text()).contains("not_known_to_all", "knows level 1", "stays at feature level 1");
            var first = door.submit(Yaml.job("first", "echo by the newer one"));
            awaitStatus(door, first, "SUCCEEDED");

            // And back.
            newer.stop();
            assertThat(several.awaitLeader()).isEqualTo(0);
            var second = door.submit(Yaml.job("second", "echo by the older one"));
            awaitStatus(door, second, "SUCCEEDED");
            newer.start();
            older.stop();
            assertThat(several.awaitLeader()).isEqualTo(1);

            door.post("/v1/upgrade/finalize", "{}").ok();
            assertThat(level(door)).isEqualTo(2);
            door.post("/v1/upgrade/finalize", "{}").ok();
            assertThat(level(door)).isEqualTo(2);
            older.spawn();
            assertThat(older.awaitExit()).isEqualTo(1);
            assertThat(older.said()).contains("is at feature level 2, and this version knows 1", "Run that one");

            awaitStatus(door, stays, "RUNNING");
            assertThat(door.job(stays).path("tasks").get(0).path("attempts"))
                    .as("nobody noticed")
                    .hasSize(1);
        }
    }
}
