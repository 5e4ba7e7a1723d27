package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A working directory is uploaded, and the job starts in it.
final class WorkdirTest {
    @TempDir
    private Path directory;

    @Test
    void aJobStartsInItsUploadedDirectory() throws Exception {
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var door = controller.door();
            var sha256 = door.send("PUT", "/v1/blobs", Map.of("Content-Type", "application/octet-stream"), archive())
                    .ok()
                    .json()
                    .path("sha256")
                    .asText();
            var body = new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "task",
                            Yaml.job("has-files", "./say.sh") + "workdir: ./project\n",
                            "blobs",
                            Map.of("./project", sha256)));
            var job = Door.ids(door.post("/v1/jobs", body).ok()).getFirst();
            controller.awaitStatus(job, "SUCCEEDED");
            assertThat(door.logText(job, 0, 1)).isEqualTo("words from below\n");
        }
    }

    @Test
    void localFilesAreInTheBucketOnceAndABucketOfTheJobGoesWithIt() throws Exception {
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var door = controller.door();
            var sha256 = door.send("PUT", "/v1/blobs", Map.of("Content-Type", "application/octet-stream"), archive())
                    .ok()
                    .json()
                    .path("sha256")
                    .asText();
            var yaml = Yaml.job("has-bucket", """
                            cat ~/data/below/words.txt
                            [ ! -e ~/scratch/mine ] || exit 0
                            echo more >>~/data/below/words.txt
                            touch ~/scratch/mine
                            sleep 600
                            """) + """
                    file_mounts:
                      ~/data: {name: corpus, source: ./project}
                      ~/scratch: {name: scratch, persistent: false}
                    """;
            var body =
                    new ObjectMapper().writeValueAsString(Map.of("task", yaml, "blobs", Map.of("./project", sha256)));
            var job = Door.ids(door.post("/v1/jobs", body).ok()).getFirst();
            var buckets = controller.home().resolve("buckets");
            await("the first attempt was there")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> Files.exists(buckets.resolve("scratch/mine")));
            door.rehearse("preempt", Map.of("job", job.toString())).ok();
            controller.awaitStatus(job, "SUCCEEDED");

            assertThat(door.logText(job, 0, 2)).endsWith("]\nwords from below\nmore\n");
            await("the job's own bucket is gone")
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> !Files.exists(buckets.resolve("scratch")));
            assertThat(buckets.resolve("corpus/below/words.txt")).hasContent("words from below\nmore");
        }
    }

    @Test
    void anArchiveThatWantsOutIsRefusedAndLeavesNothing() throws Exception {
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var bytes = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(bytes)) {
                zip.putNextEntry(new ZipEntry("../../../evil"));
                zip.write(new byte[] {1});
            }
            var before = files(controller.home().resolve("blobs"));
            var refused = controller
                    .door()
                    .send("PUT", "/v1/blobs", Map.of("Content-Type", "application/octet-stream"), bytes.toByteArray());

            assertThat(refused.status()).as(refused.text()).isEqualTo(400);
            assertThat(refused.text()).contains("evil");
            assertThat(files(controller.home().resolve("blobs"))).isEqualTo(before);
            assertThat(files(directory)).noneMatch(file -> file.endsWith("evil"));
        }
    }

    private static List<Path> files(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private byte[] archive() throws IOException, InterruptedException {
        var project = directory.resolve("project");
        Files.createDirectories(project.resolve("below"));
        Files.writeString(project.resolve("below/words.txt"), "words from below\n");
        var script = Files.writeString(project.resolve("say.sh"), "#!/bin/sh\ncat below/words.txt\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        var archive = directory.resolve("project.tar");
        var tar = new ProcessBuilder("tar", "-cf", archive.toString(), "-C", project.toString(), ".")
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).isZero();
        return Files.readAllBytes(archive);
    }
}
