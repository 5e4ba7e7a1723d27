package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup taken while jobs run and arrive, and what becomes of all of them when it is restored (P16).
final class BackupTest {
    @TempDir
    private Path directory;

    /// It holds a lock as long as one of its processes lives; a second one at a time leaves a line behind.
    private String alone(String name, String then) {
        var lock = directory.resolve(name + ".lock");
        var twice = directory.resolve("twice");
        return "exec 9>" + lock + "\nflock -n 9 || { echo " + name + " >>" + twice + "; exit 1; }\n" + then;
    }

    private static String offline(Controller at, int exit, String... arguments) {
        at.spawn(arguments);
        assertThat(at.awaitExit()).as(at.said()).isEqualTo(exit);
        return at.said();
    }

    private static List<Long> sleepers(String mark) {
        return Processes.matching(mark, List.of()).stream()
                .filter(process -> process.commandLine().startsWith("sleep "))
                .map(Processes::pid)
                .toList();
    }

    private static void backUpWhileJobsArrive(Door door, Controller tool, Path backup) throws InterruptedException {
        var submitting = Thread.startVirtualThread(() -> {
            for (int i = 0; i < 40; i++) {
                door.submit(Yaml.header("queued" + i) + "resources: {infra: local/nowhere}\nrun: ls\n");
            }
        });
        assertThat(offline(tool, 0, "backup", backup.toString())).contains("not in it", "secrets.key");
        submitting.join();
    }

    @Test
    void nothingIsLaunchedTwiceAfterARestore() throws Exception {
        var tool = new Controller(directory.resolve("tool"), directory.resolve("home"));
        var mark = "8639" + System.nanoTime() % 1_000_000;
        var gate = directory.resolve("gate");
        try (var controller = Controller.in(directory)) {
            var door = controller.door();
            var stays = door.submit(Yaml.job("stays", alone("stays", "sleep " + mark + ".1")));
            var moves = door.submit(Yaml.job("moves", alone("moves", "sleep " + mark + ".2")));
            var ends = door.submit(Yaml.job(
                    "ends", alone("ends", "while ! [ -e " + gate + " ]; do sleep 0.1; done; echo ran to its end")));
            for (var job : List.of(stays, moves, ends)) {
                controller.awaitStatus(job, "RUNNING");
            }
            await().until(() -> sleepers(mark).size() == 2);

            var backup = directory.resolve("backup");
            backUpWhileJobsArrive(door, tool, backup);

            // What the backup cannot know.
            var later = door.submit(Yaml.job("later", alone("later", "sleep " + mark + ".3")));
            controller.awaitStatus(later, "RUNNING");
            Files.createFile(gate);
            controller.awaitStatus(ends, "SUCCEEDED");
            door.rehearse("preempt", Map.of("job", Long.toString(moves))).ok();
            await().until(() ->
                    door.job(moves).path("tasks").get(0).path("attempts").size() == 2);
            controller.awaitStatus(moves, "RUNNING");
            await().until(() -> sleepers(mark).size() == 3);
            var before = sleepers(mark + ".1");

            assertThat(offline(tool, 1, "restore", backup.toString(), "--replace"))
                    .contains("in use by another controller");
            controller.kill();
            assertThat(offline(tool, 1, "restore", backup.toString())).contains("--replace moves it aside");
            assertThat(offline(tool, 0, "restore", backup.toString(), "--replace"))
                    .contains("under incarnation 2", "the next job gets id " + (later + 1));

            controller.start();
            await().untilAsserted(() -> assertThat(sleepers(mark + ".3"))
                    .as("a job that the backup does not know is ended")
                    .isEmpty());
            controller.awaitStatus(stays, "RUNNING");
            controller.awaitStatus(moves, "RUNNING");
            controller.awaitStatus(ends, "SUCCEEDED");
            await().until(() -> sleepers(mark + ".2").size() == 1);
            assertThat(sleepers(mark + ".1")).as("what it knows is adopted").isEqualTo(before);
            assertThat(door.job(stays).path("tasks").get(0).path("attempts")).hasSize(1);
            assertThat(door.get("/v1/jobs/" + later).status()).isEqualTo(404);
            assertThat(directory.resolve("twice")).doesNotExist();

            var next = door.submit(Yaml.job("next", "echo as good as new"));
            assertThat(next).isGreaterThan(later);
            controller.awaitStatus(next, "SUCCEEDED");
            assertThat(controller.home().resolve("data/restored")).doesNotExist();
            assertThat(directory.resolve("twice")).doesNotExist();
        }
    }

    @Test
    void onAFreshMachineTheKeyIsAskedForAndTheUploadsAreThere() throws Exception {
        var backup = directory.resolve("backup");
        var key = directory.resolve("key");
        long job;
        try (var first = Controller.in(directory.resolve("first"))) {
            job = first.door().submit("""
                            name: secret
                            resources: {infra: local}
                            secrets: {PASSWORD: hunter2}
                            run: test "$PASSWORD" = hunter2 && sleep 86398
                            """);
            first.awaitStatus(job, "RUNNING");
            var tool = new Controller(directory.resolve("tool"), first.home());
            assertThat(offline(tool, 0, "backup", backup.toString())).contains("1 jobs have secrets");
            assertThat(offline(tool, 1, "backup", backup.toString())).contains("is there already");
            Files.copy(first.home().resolve("secrets.key"), key);
            assertThat(Files.readString(backup.resolve("manifest.json")))
                    .doesNotContain(Files.readString(key).strip());
        }
        try (var second = new Controller(directory.resolve("second"))) {
            assertThat(offline(second, 1, "restore", backup.toString())).contains("--key FILE", "--without-key");
            assertThat(second.home().resolve("data/outlast.db")).doesNotExist();
            offline(second, 0, "restore", backup.toString(), "--key", key.toString());
            second.start();
            // Its machine is gone: it is launched anew, with its secret.
            await().until(() ->
                    second.door().job(job).path("tasks").get(0).path("attempts").size() == 2);
            second.awaitStatus(job, "RUNNING");
            second.door().cancel(job);
            second.awaitStatus(job, "CANCELLED");
        }
    }

    @Test
    void whatIsNoWholeBackupIsRefused() throws Exception {
        var backup = directory.resolve("backup");
        var controller = new Controller(directory);
        assertThat(offline(controller, 1, "backup", backup.toString())).contains("there is no database");
        assertThat(offline(controller, 1, "restore", backup.toString())).contains("is no whole backup");
        assertThat(offline(controller, 2, "restore", backup.toString(), "--force"))
                .contains("--force");
        controller.start();
        controller.stop();
        offline(controller, 0, "backup", backup.toString());
        var database = backup.resolve("outlast.db");
        var bytes = Files.readAllBytes(database);
        bytes[bytes.length / 2] ^= 1;
        Files.write(database, bytes);
        assertThat(offline(controller, 1, "restore", backup.toString(), "--replace"))
                .contains("its hash differs");
    }
}
