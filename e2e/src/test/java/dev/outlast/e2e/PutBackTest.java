package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.outlast.testkit.postgres.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// The database of several controllers is put back to an earlier time. Whichever leads first then looks before it
/// launches, and no number is given twice.
@EnabledIf(
        value = "dev.outlast.testkit.postgres.LocalPostgres#isInstalled",
        disabledReason = "it needs PostgreSQL: apt install postgresql")
final class PutBackTest {
    /// The first that the server made.
    private static final String DATABASE = "d1";

    @TempDir
    private Path directory;

    private final String mark = "8637" + System.nanoTime() % 1_000_000;

    /// A second one beside it would leave word.
    private String alone(String name, String then) {
        var lock = directory.resolve(name + ".lock");
        var twice = directory.resolve("twice");
        return Yaml.job(
                name, "exec 9>" + lock + "\nflock -n 9 || { echo " + name + " >>" + twice + "; exit 1; }\n" + then);
    }

    private String restored(Several several, int exit) {
        var tool = new Controller(directory.resolve("tool"), several.at(0).home());
        tool.spawn("db", "restored");
        assertThat(tool.awaitExit()).as(tool.said()).isEqualTo(exit);
        return tool.said();
    }

    private static void killFirst(Several several) throws Exception {
        several.at(0).kill();
        await().until(() -> several.database()
                .sql("postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + DATABASE + "'")
                .equals("0"));
    }

    private static void recreate(LocalPostgres server, String name, String from) {
        server.sql("postgres", "DROP DATABASE IF EXISTS " + name);
        server.sql("postgres", "CREATE DATABASE " + name + " TEMPLATE " + from);
    }

    private static void awaitStatus(Door door, long job, String status) {
        await().atMost(Controller.LONG)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(door.job(job).path("status").asText()).isEqualTo(status));
    }

    private List<Long> sleepers(String which) {
        return Processes.matching(mark + which, List.of()).stream()
                .filter(process -> process.commandLine().startsWith("sleep "))
                .map(Processes::pid)
                .toList();
    }

    @Test
    void nothingIsLaunchedTwiceWhoeverLeadsFirst() throws Exception {
        try (var several = new Several(directory, 2, "1s")) {
            several.at(0).start();
            var first = several.at(0).door();
            var stays = first.submit(alone("stays", "sleep " + mark + ".1"));
            var moves = first.submit(alone("moves", "sleep " + mark + ".2"));
            awaitStatus(first, stays, "RUNNING");
            awaitStatus(first, moves, "RUNNING");
            await().until(() -> sleepers("").size() == 2);
            killFirst(several);
            recreate(several.database(), "kept", DATABASE);

            // What the copy cannot know.
            several.at(0).start();
            var later = first.submit(alone("later", "sleep " + mark + ".3"));
            awaitStatus(first, later, "RUNNING");
            first.rehearse("preempt", Map.of("job", Long.toString(moves))).ok();
            await().until(() ->
                    first.job(moves).path("tasks").get(0).path("attempts").size() == 2);
            awaitStatus(first, moves, "RUNNING");
            await().until(() -> sleepers("").size() == 3);
            var before = sleepers(".1");
            assertThat(restored(several, 1)).contains("in use by another controller");

            killFirst(several);
            recreate(several.database(), DATABASE, "kept");
            several.at(0).spawn();
            assertThat(several.at(0).awaitExit())
                    .as("nobody has said that it was put back")
                    .isEqualTo(3);
            assertThat(several.at(0).said()).contains("was put back to an earlier time", "outlast db restored");
            assertThat(restored(several, 0)).contains("incarnation 2", "the next job gets id " + (later + 1));

            // Not the one in whose home it was said.
            several.at(1).start();
            var door = several.at(1).door();
            several.awaitLeader();
            await().atMost(Controller.LONG)
                    .untilAsserted(() -> assertThat(sleepers(".3"))
                            .as("a job that the database does not know is ended")
                            .isEmpty());
            awaitStatus(door, stays, "RUNNING");
            await().atMost(Controller.LONG).until(() -> sleepers(".2").size() == 1);
            awaitStatus(door, moves, "RUNNING");
            assertThat(sleepers(".1")).as("what it knows is adopted").isEqualTo(before);
            assertThat(door.job(stays).path("tasks").get(0).path("attempts")).hasSize(1);
            assertThat(door.get("/v1/jobs/" + later).status()).isEqualTo(404);

            var next = door.submit(Yaml.job("next", "echo as good as new"));
            assertThat(next).isGreaterThan(later);
            awaitStatus(door, next, "SUCCEEDED");
            assertThat(several.database().sql(DATABASE, "SELECT count(*) FROM settled WHERE name = 'restored'"))
                    .isEqualTo("0");
            assertThat(directory.resolve("twice")).doesNotExist();
            assertThat(Files.readString(directory.resolve("shared/incarnation")))
                    .isEqualTo("2\n");
        }
    }
}
