package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starts that must be refused in clear words, and what must not harm a controller that runs.
final class StartTest {
    @TempDir
    private Path directory;

    /// It ends by itself with exit code 1 and says why, in words.
    private static void assertRefused(Controller controller, String port, String why) {
        var started = controller.spawn("run", "--port", port);
        try {
            assertThat(controller.awaitExit()).as(controller.said()).isEqualTo(1);
            assertThat(controller.said()).contains(why).doesNotContain("\tat ");
        } finally {
            started.destroyForcibly();
        }
    }

    @Test
    void aSecondControllerAndATakenPortAreRefusedAndTheFirstIsUnharmed() throws IOException {
        try (var first = Controller.in(directory.resolve("first"))) {
            var job = first.door().submit(Yaml.job("unharmed", "sleep 600"));
            first.awaitStatus(job, "RUNNING");

            var sameHome = new Controller(directory.resolve("second"), first.home());
            assertRefused(sameHome, "0", first.home().toString());

            var port = URI.create(first.door().address()).getPort();
            var samePort = new Controller(directory.resolve("third"));
            assertRefused(samePort, Integer.toString(port), "cannot listen on 127.0.0.1:" + port);

            assertThat(first.isReady()).as("the first one's address stands").isTrue();
            assertThat(first.door().job(job).path("tasks").get(0).path("attempts"))
                    .hasSize(1);
            first.awaitStatus(job, "RUNNING");
            first.door().cancel(job);
            first.awaitStatus(job, "CANCELLED");
        }
    }

    @Test
    void aSignalToEndIsNoFailure() throws Exception {
        try (var controller = Controller.in(directory)) {
            assertThat(controller.stop()).as("SIGTERM").isZero();
            controller.start();
            controller.signal("INT");
            assertThat(controller.awaitExit()).as("Ctrl-C").isZero();
        }
    }

    @Test
    void whatIsAskedOfTheStoreIsCounted() throws Exception {
        try (var controller = Controller.in(directory)) {
            var before = statements(controller.door());
            assertThat(before).isPositive();
            controller.awaitStatus(controller.door().submit(Yaml.job("one", "true")), "SUCCEEDED");
            var after = statements(controller.door());
            assertThat(after).isGreaterThan(before);
        }
    }

    private static double statements(Door door) {
        return door.get("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith("outlast_store_statements_total "))
                .mapToDouble(line -> Double.parseDouble(line.split(" ", -1)[1]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void brokenYamlIsAnsweredWithItsPlace() {
        try (var controller = Controller.in(directory)) {
            var unclosed = controller.door().trySubmit("name: x\nrun: [1, 2\nenvs: {}\n");
            assertThat(unclosed.status()).isEqualTo(400);
            var place = unclosed.json().path("error").path("problems").get(0);
            assertThat(place.path("line").asInt()).as(unclosed.text()).isGreaterThan(1);
            assertThat(place.path("column").asInt()).as(unclosed.text()).isPositive();

            var slip = controller.door().trySubmit("name: x\nresources:\n  acelerators: H100\nrun: date\n");
            assertThat(slip.status()).isEqualTo(400);
            place = slip.json().path("error").path("problems").get(0);
            assertThat(place.path("line").asInt()).isEqualTo(3);
            assertThat(place.path("column").asInt()).isEqualTo(3);
            assertThat(place.path("message").asText()).contains("accelerators");
            assertThat(controller.door().jobs()).isEmpty();
        }
    }

    @Test
    void aDatabaseThatIsNoneIsLeftAlone() throws IOException {
        var garbage = new byte[100_000];
        new Random(1).nextBytes(garbage);
        var controller = new Controller(directory);
        var database = controller.home().resolve("data/outlast.db");
        Files.createDirectories(database.getParent());
        Files.write(database, garbage);
        assertRefused(controller, "0", database.toString());
        assertThat(Files.readAllBytes(database)).isEqualTo(garbage);
    }

    @Test
    void aDatabaseCutInHalfIsLeftAlone() throws IOException {
        try (var controller = Controller.in(directory)) {
            controller.door().submit(Yaml.job("some", "true"));
            controller.stop();
            var database = controller.home().resolve("data/outlast.db");
            var whole = Files.readAllBytes(database);
            var half = Arrays.copyOf(whole, whole.length / 2);
            Files.write(database, half);
            assertRefused(controller, "0", database.toString());
            assertThat(Files.readAllBytes(database)).isEqualTo(half);
            Files.write(database, whole);
        }
    }

    @Tag("slow")
    @Test
    void aControllerThatSleepsForTenSecondsHarmsNobody() throws Exception {
        try (var controller = Controller.in(directory)) {
            var door = controller.door();
            var ends = door.submit(Yaml.job("ends", "sleep 4"));
            var stays = door.submit(Yaml.job("stays", "sleep 600"));
            controller.awaitStatus(ends, "RUNNING");
            controller.awaitStatus(stays, "RUNNING");
            controller.signal("STOP");
            TimeUnit.SECONDS.sleep(10);
            controller.signal("CONT");
            controller.awaitStatus(ends, "SUCCEEDED");
            assertThat(door.job(stays).path("tasks").get(0).path("attempts")).hasSize(1);
            controller.awaitStatus(stays, "RUNNING");
        }
    }
}
