package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outlast.testkit.postgres.LocalPostgres;
import dev.outlast.testkit.s3.LocalS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/// Controllers whose homes are their own share uploads and logs by a bucket. What only the launcher of this machine
/// needs
/// is shared by a directory, for here they are on one.
@EnabledIf("isPossible")
final class BucketTest {
    private static final Map<String, String> ARCHIVE = Map.of("Content-Type", "application/octet-stream");

    @TempDir
    private Path directory;

    private final LocalS3 server = LocalS3.start();
    private String bucket = "";

    static boolean isPossible() {
        return LocalS3.isInstalled() && LocalPostgres.isInstalled();
    }

    @BeforeEach
    void makeBucket() {
        bucket = server.bucket();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Several several(String endpoint) throws IOException {
        var several = new Several(
                directory, 2, "1s", Map.of("bucket", "s3://" + bucket + "/outlast", "bucket_endpoint", endpoint));
        for (int i = 0; i < 2; i++) {
            several.at(i).with("AWS_ACCESS_KEY_ID", LocalS3.KEY).with("AWS_SECRET_ACCESS_KEY", LocalS3.SECRET);
        }
        return several;
    }

    private static byte[] archive() throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("below/words.txt"));
            zip.write("words from below\n".getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String withFiles(String name, String run, String sha256) throws IOException {
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "task", Yaml.job(name, run) + "workdir: ./project\n", "blobs", Map.of("./project", sha256)));
    }

    private static void awaitStatus(Door door, long job, String status) {
        await().atMost(Controller.LONG)
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(door.job(job).path("status").asText()).isEqualTo(status));
    }

    private List<String> inBucket(String prefix) throws IOException {
        var from = server.files(bucket).resolve("outlast");
        try (var files = Files.walk(from)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> from.relativize(file).toString())
                    .filter(name -> name.startsWith(prefix))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void anotherControllerLaunchesWhatThisOneTookAndShowsWhatItPulled() throws Exception {
        try (var several = several(server.endpoint())) {
            several.at(0).start();
            var first = several.at(0).door();
            var sha256 = first.send("PUT", "/v1/blobs", ARCHIVE, archive())
                    .ok()
                    .json()
                    .path("sha256")
                    .asText();
            assertThat(inBucket("blobs/")).containsExactly("blobs/" + sha256);
            var ended = Door.ids(first.post("/v1/jobs", withFiles("ended", "cat below/words.txt", sha256)))
                    .getFirst();
            awaitStatus(first, ended, "SUCCEEDED");
            var go = directory.resolve("go");
            var runs = first.submit(
                    Yaml.job("runs", "echo before\nuntil [ -e " + go + " ]; do sleep 0.1; done\necho after"));
            await().atMost(Controller.LONG)
                    .until(() -> first.get("/v1/jobs/" + runs + "/logs").text().contains("before"));
            await().atMost(Controller.LONG)
                    .until(() -> !inBucket("logs/" + ended + "/").isEmpty());

            several.at(1).start();
            several.at(0).kill();
            assertThat(several.awaitLeader()).isEqualTo(1);
            var second = several.at(1).door();
            assertThat(second.logText(ended, 0, 1)).isEqualTo("words from below\n");
            var next = Door.ids(second.post("/v1/jobs", withFiles("next", "cat below/words.txt", sha256)))
                    .getFirst();
            awaitStatus(second, next, "SUCCEEDED");
            assertThat(second.logText(next, 0, 1)).isEqualTo("words from below\n");
            Files.createFile(go);
            awaitStatus(second, runs, "SUCCEEDED");
            assertThat(second.logText(runs, 0, 1)).isEqualTo("before\nafter\n");

            assertThat(directory.resolve("shared/blobs")).doesNotExist();
            assertThat(directory.resolve("shared/job-logs")).doesNotExist();
            assertThat(several.at(1).home().resolve("blobs/" + sha256 + ".zip")).isRegularFile();
            several.assertNothingLeft();
        }
    }

    @Test
    void aBucketThatGoesAwayCostsUploadsAndNothingElse() throws Exception {
        try (var several = several(server.endpoint())) {
            several.at(0).start();
            var door = several.at(0).door();
            server.down();

            var refused = door.once("PUT", "/v1/blobs", ARCHIVE, archive());
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.text()).contains("the upload was not taken", bucket, server.endpoint());
            var job = door.submit(Yaml.job("meanwhile", "echo all is well"));
            awaitStatus(door, job, "SUCCEEDED");
            assertThat(door.logText(job, 0, 1)).isEqualTo("all is well\n");

            server.up();
            await("the log comes after")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !inBucket("logs/" + job + "/").isEmpty());
            door.send("PUT", "/v1/blobs", ARCHIVE, archive()).ok();
            several.assertNothingLeft();
        }
    }

    @Test
    void aBucketThatCanOnlyBeReadIsRefusedAtTheStart() throws Exception {
        try (var gate = server.readOnly();
                var several = several(gate.endpoint())) {
            several.at(0).spawn();
            assertThat(several.at(0).awaitExit()).as(several.at(0).said()).isEqualTo(2);
            assertThat(several.at(0).said())
                    .contains("shared.bucket: s3://" + bucket + "/outlast at " + gate.endpoint() + " cannot be written")
                    .contains("rights to list the bucket and to get, put and delete its objects");
        }
    }
}
