package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.testkit.postgres.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two controllers, and the clock of one is an hour off: libfaketime gives its process another time of day and leaves
/// the monotonic clock alone.
@EnabledIf("isPossible")
final class ClocksTest {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    @TempDir
    private Path directory;

    static boolean isPossible() {
        return LocalPostgres.isInstalled() && LIBRARIES.stream().anyMatch(Files::exists);
    }

    private static void setWrong(Controller controller, String by) {
        var library = LIBRARIES.stream().filter(Files::exists).findFirst().orElseThrow();
        controller
                .with("LD_PRELOAD", library.toString())
                .with("FAKETIME", by)
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                .with("FAKETIME_NO_CACHE", "1");
    }

    private static Instant time(JsonNode view, String field) {
        return Instant.parse(view.path(field).asText());
    }

    /// Also while the other one comes back.
    private static void assertLeadsOn(Door door, long epoch) {
        await().during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(30))
                .until(() -> door.get("/v1/status").ok().json().path("leading").asBoolean());
        assertThat(door.get("/v1/status").ok().json().path("epoch").asLong()).isEqualTo(epoch);
    }

    private static void assertRunsOn(Door door, long job) throws Exception {
        var view = door.job(job);
        var events = door.get("/v1/jobs/" + job + "/events").text();
        assertThat(view.path("status").asText()).as(events).isEqualTo("RUNNING");
        assertThat(view.path("recovery_count").asInt()).as(events).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1h", "-1h"})
    void aLeaderWhoseClockIsAnHourOffLeadsOnInGoodTime(String by) throws Exception {
        try (var several = new Several(directory, 2, "10s")) {
            setWrong(several.at(1), by);
            several.at(0).start();
            var right = several.at(0).door();
            several.at(1).start();
            var wrong = several.at(1).door();
            assertThat(several.at(1).log()).contains("the clocks differ: this machine's clock is");
            assertThat(several.at(0).log()).doesNotContain("the clocks differ");

            var go = directory.resolve("go");
            var run = "until [ -e " + go + " ]; do sleep 0.1; done";
            var runs = right.submit(Yaml.job("runs", run) + "outlast: {max_duration: 30m}\n");
            var ends = right.submit(Yaml.job("ends", run) + "outlast: {max_duration: 25s}\n");
            several.at(0).awaitStatus(runs, "RUNNING");
            several.at(0).awaitStatus(ends, "RUNNING");
            for (var region : List.of("east", "west", "north")) {
                right.rehearse("refuse", Map.of("region", region, "times", "1000"))
                        .ok();
            }
            var waits = right.submit(Yaml.job("waits", "true") + "outlast: {max_wait: 30m}\n");
            var epoch = right.get("/v1/status").ok().json().path("epoch").asLong();

            several.at(0).kill();
            assertThat(several.awaitLeader()).isEqualTo(1);
            assertThat(wrong.get("/v1/status").ok().json().path("epoch").asLong())
                    .isEqualTo(epoch + 1);
            // What another controller had begun is neither over nor far in the future.
            var before = Instant.now().minusSeconds(60);
            var last = wrong.submit(Yaml.job("last", "true"));
            several.at(1).awaitStatus(last, "SUCCEEDED");
            assertThat(time(wrong.job(last), "submitted_at"))
                    .isBetween(before, Instant.now().plusSeconds(60));
            assertThat(time(wrong.job(last), "ended_at"))
                    .isBetween(before, Instant.now().plusSeconds(60));
            several.at(1).awaitStatus(ends, "FAILED");
            assertThat(wrong.job(ends).path("status_reason").asText()).contains("max_duration");
            assertThat(time(wrong.job(ends), "ended_at"))
                    .isAfter(time(wrong.job(ends), "started_at").plusSeconds(24));
            assertRunsOn(wrong, runs);
            several.at(1).awaitStatus(waits, "SUCCEEDED");

            several.at(0).start();
            assertLeadsOn(wrong, epoch + 1);
            assertThat(wrong.get("/v1/check").text()).contains("the database's. Jobs go by the database's");

            // And back, with what it wrote.
            Files.createFile(go);
            several.at(1).kill();
            assertThat(several.awaitLeader()).isZero();
            several.at(0).awaitStatus(runs, "SUCCEEDED");
            assertThat(time(right.job(runs), "ended_at"))
                    .isBetween(before, Instant.now().plusSeconds(60));
            several.assertNothingLeft();
        }
    }
}
