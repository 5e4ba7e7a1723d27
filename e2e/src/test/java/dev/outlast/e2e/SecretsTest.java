package dev.outlast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A secret reaches the job and is found nowhere else.
final class SecretsTest {
    @TempDir
    private Path directory;

    private final String canary = "canary-" + UUID.randomUUID();

    @Test
    void aSecretIsSeenByTheJobAlone() throws Exception {
        var proof = directory.resolve("proof");
        var go = directory.resolve("go");
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var door = controller.door();
            var job = door.submit(
                    Yaml.job("secretive", """
                    echo "it is $API_KEY, all of it"
                    printf '%%s' "$API_KEY" | sha256sum >%s
                    until [ -e %s ]; do sleep 0.05; done
                    """.formatted(proof, go)) + "secrets: {API_KEY: " + canary + "}\n");
            await().atMost(Controller.LONG)
                    .until(() -> Files.exists(proof) && Files.readString(proof).endsWith("-\n"));
            assertThat(Files.readString(proof)).startsWith(Hashes.sha256(canary.getBytes(StandardCharsets.UTF_8)));
            await().atMost(Controller.LONG).until(() -> door.logText(job, 0, 1).contains("all of it"));

            assertThat(commandLines()).noneMatch(line -> line.contains(canary));
            assertHiddenFrom(door, job);
            // The node has it: in a file for its owner only, and in what the job itself printed there.
            var nodes = controller.home().resolve("providers/local/nodes");
            assertThat(holding(controller.home()))
                    .allSatisfy(file ->
                            assertThat(file.startsWith(nodes)).as("%s", file).isTrue());
            assertThat(holding(nodes)).as("spec/env of the node").anySatisfy(file -> {
                assertThat(file).endsWith(Path.of("spec", "env"));
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------");
            });

            Files.createFile(go);
            controller.awaitStatus(job, "SUCCEEDED");
            controller.assertNothingLeft();
            assertHiddenFrom(door, job);
            assertThat(holding(controller.home())).as("files with the secret").isEmpty();
            assertThat(controller.stop()).isNotNegative();
            assertThat(holding(directory)).as("files with the secret").isEmpty();
        }
    }

    @Test
    void aSecretInAPathOutlivesARestartAndARetryTakesItAgain() throws Exception {
        var go = directory.resolve("go");
        try (var controller = Controller.in(directory.resolve("controller"))) {
            var door = controller.door();
            var job = door.submit(Yaml.job("secret-place", """
                            touch ~/"$WHERE"/here
                            until [ -e %s ]; do sleep 0.05; done
                            echo done
                            """.formatted(go)) + """
                            secrets: {WHERE: %s}
                            file_mounts:
                              ~/${WHERE}: {name: kept}
                            """.formatted(canary));
            var here = controller.home().resolve("buckets/kept/here");
            await().atMost(Controller.LONG).until(() -> Files.exists(here));
            controller.kill();
            Files.delete(here);
            controller.start();
            door.rehearse("preempt", Map.of("job", Long.toString(job))).ok();
            await("the second attempt finds its bucket").atMost(Controller.LONG).until(() -> Files.exists(here));
            Files.createFile(go);
            controller.awaitStatus(job, "SUCCEEDED");
            assertHiddenFrom(door, job);

            var bare = door.post("/v1/jobs/" + job + "/retry", "{}");
            assertThat(bare.status()).isEqualTo(400);
            assertThat(bare.text()).contains("--secret WHERE=VALUE");
            Files.delete(here);
            var again = Door.ids(
                            door.post("/v1/jobs/" + job + "/retry", "{\"secrets\": {\"WHERE\": \"" + canary + "\"}}")
                                    .ok())
                    .getFirst();
            controller.awaitStatus(again, "SUCCEEDED");
            assertThat(here).exists();
        }
    }

    private void assertHiddenFrom(Door door, long job) {
        for (var path : List.of("", "/events", "/logs", "/why", "/cost")) {
            assertThat(door.get("/v1/jobs/" + job + path).text()).as(path).doesNotContain(canary);
        }
        assertThat(door.get("/v1/jobs").text()).doesNotContain(canary);
        assertThat(door.get("/metrics").text()).doesNotContain(canary);
    }

    private List<Path> holding(Path tree) throws IOException {
        var encoded = Base64.getEncoder().withoutPadding().encodeToString(canary.getBytes(StandardCharsets.UTF_8));
        var found = new ArrayList<Path>();
        try (var files = Files.walk(tree)) {
            for (var file : files.toList()) {
                // Bytes as characters, so that a database can be searched.
                var content = Files.isRegularFile(file) ? contentOf(file) : "";
                if (content.contains(canary) || content.contains(encoded)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private static String contentOf(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException gone) {
            return "";
        }
    }

    private static List<String> commandLines() throws IOException {
        var lines = new ArrayList<String>();
        try (var processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                try {
                    lines.add(Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1));
                } catch (IOException gone) {
                    // It has ended.
                }
            }
        }
        return lines;
    }
}
