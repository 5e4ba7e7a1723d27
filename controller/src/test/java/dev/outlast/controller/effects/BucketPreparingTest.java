package dev.outlast.controller.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.checkpointing.store.JobBuckets;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.spi.LauncherException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a task brings along is in its buckets before its nodes run.
class BucketPreparingTest {
    @TempDir
    Path directory;

    private Path buckets = Path.of("");
    private Path blobs = Path.of("");

    @BeforeEach
    void start() throws IOException {
        buckets = Files.createDirectory(directory.resolve("buckets"));
        blobs = Files.createDirectory(directory.resolve("blobs"));
        Files.createDirectory(blobs.resolve("aa"));
        Files.writeString(blobs.resolve("aa/words"), "words");
        Files.createDirectory(blobs.resolve("bb"));
        Files.writeString(blobs.resolve("bb/file"), "alone");
    }

    @Test
    void oneDirectoryIsTheBucketsContent() throws LauncherException {
        prepare("file_mounts: {/data: {name: corpus, source: ./text}}\nrun: x\n", Map.of("./text", "aa"));

        assertThat(buckets.resolve("corpus/words")).hasContent("words");
    }

    @Test
    void severalSourcesLieBesideEachOther() throws LauncherException {
        prepare(
                "file_mounts: {/data: {name: corpus, source: [./text/, up/one.txt]}}\nrun: x\n",
                Map.of("./text/", "aa", "up/one.txt", "bb/file"));

        assertThat(buckets.resolve("corpus/text/words")).hasContent("words");
        assertThat(buckets.resolve("corpus/one.txt")).hasContent("alone");
    }

    @Test
    void aLaterAttemptFindsWhatTheFirstOneLeft() throws LauncherException, IOException {
        var yaml = "file_mounts: {/data: {name: corpus, source: ./text}}\nrun: x\n";
        prepare(yaml, Map.of("./text", "aa"));
        Files.writeString(buckets.resolve("corpus/words"), "more words");

        prepare(yaml, Map.of("./text", "aa"));

        assertThat(buckets.resolve("corpus/words")).hasContent("more words");
    }

    @Test
    void onlyABucketThatShallGoIsMarkedAsTheJobs() throws LauncherException {
        prepare("""
                file_mounts:
                  /a: {name: scratch, persistent: false}
                  /b: {name: keeps}
                run: x
                """, Map.of());

        assertThat(new JobBuckets(buckets).owned()).isEmpty();
        assertThat(buckets.resolve("scratch/.outlast/.owner")).hasContent("inst.1/7");
        assertThat(BucketOwner.parse("inst.1/7")).map(BucketOwner::text).contains("inst.1/7");
        assertThat(BucketOwner.parse("somebody")).isEmpty();
        assertThat(buckets.resolve("keeps")).doesNotExist();
    }

    @Test
    void anUploadThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> prepare("file_mounts: {/data: {name: corpus, source: ./text}}\nrun: x\n", Map.of()))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("'./text' was not uploaded");
    }

    private void prepare(String yaml, Map<String, String> uploads) throws LauncherException {
        var compiled = ActivationMakerTest.compiled(yaml, uploads);
        var order = ActivationMakerTest.order(compiled);
        new BucketPreparing(
                        new ActivationMaker(_ -> compiled, _ -> Map.of()),
                        _ -> compiled,
                        new JobBuckets(buckets),
                        blobs)
                .of(order, new ResumePoint.Beginning());
    }
}
