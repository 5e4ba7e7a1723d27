package dev.outlast.checkpointing.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.checkpointing.ManifestCodec;
import dev.outlast.checkpointing.ManifestName;
import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.spi.CheckpointStore;
import dev.outlast.core.spi.CheckpointStore.Listing;
import dev.outlast.testkit.checkpoint.CheckpointStoreContract;
import dev.outlast.testkit.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalBucketsTest extends CheckpointStoreContract {
    private static final String BUCKET = "local://checkpoints/run-7";
    private static final String TASK = "t_1-0";

    @TempDir
    Path temp;

    @SuppressWarnings("NullAway.Init") // by open(), before each test
    private LocalBuckets buckets;

    @SuppressWarnings("NullAway.Init")
    private Path root;

    @Override
    protected CheckpointStore open() throws IOException {
        root = Files.createDirectory(temp.resolve("buckets"));
        buckets = new LocalBuckets(root);
        return buckets;
    }

    @Override
    protected void putFile(String bucketUrl, String name, byte[] content) throws IOException {
        Path file = buckets.directory(bucketUrl).resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.deleteIfExists(file);
        Files.write(file, content);
    }

    @Override
    protected void removeFile(String bucketUrl, String name) throws IOException {
        Files.delete(buckets.directory(bucketUrl).resolve(name));
    }

    @Override
    protected void publish(String bucketUrl, Manifest manifest) throws IOException {
        buckets.publish(bucketUrl, manifest);
    }

    @Override
    protected void tearManifest(String bucketUrl, String taskId, long seq, int attempt) throws IOException {
        byte[] whole = ManifestCodec.write(Checkpoints.manifest(taskId, seq, attempt));
        putFile(bucketUrl, new ManifestName(taskId, seq, attempt).path(), Arrays.copyOf(whole, whole.length / 2));
    }

    @Override
    protected void away(boolean now) throws IOException {
        Path elsewhere = temp.resolve("unmounted");
        Files.move(now ? root : elsewhere, now ? elsewhere : root);
    }

    @Test
    void a_root_that_is_a_file_is_an_error() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "");

        assertThatThrownBy(() -> new LocalBuckets(file).manifests(BUCKET, TASK)).isInstanceOf(IOException.class);
    }

    @Test
    void publishing_leaves_nothing_but_the_manifest() throws IOException {
        save(1, 1);

        Path folder = buckets.directory(BUCKET).resolve(".outlast").resolve(TASK);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("000000000001.1.json");
        }
    }

    @Test
    void a_bucket_that_is_a_symbolic_link_is_refused() throws IOException {
        Path outside = Files.createDirectory(temp.resolve("outside"));
        Files.createSymbolicLink(root.resolve("checkpoints"), outside);

        assertThatThrownBy(() -> buckets.manifests(BUCKET, TASK)).hasMessageContaining("symbolic link");
        assertThatThrownBy(() -> buckets.directory(BUCKET)).hasMessageContaining("symbolic link");
    }

    @Test
    void a_root_that_is_a_symbolic_link_is_the_operators_choice() throws IOException {
        save(1, 1);
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThat(new LocalBuckets(link).manifests(BUCKET, TASK).manifests()).hasSize(1);
    }

    @Test
    void files_behind_symbolic_links_are_not_part_of_a_checkpoint() throws IOException {
        Manifest manifest = save(1, 1);
        Path file = buckets.directory(BUCKET).resolve(Checkpoints.fileName(TASK, 1, 1));
        Path outside = Files.move(file, temp.resolve("weights.txt"));
        assertThat(buckets.isComplete(BUCKET, manifest)).isFalse();

        Files.createSymbolicLink(file, outside);

        assertThat(buckets.isComplete(BUCKET, manifest)).isFalse();
    }

    @Test
    void manifests_behind_symbolic_links_are_unreadable() throws IOException {
        save(1, 1);
        Path folder = buckets.directory(BUCKET).resolve(".outlast").resolve(TASK);
        Path outside = Files.move(folder.resolve("000000000001.1.json"), temp.resolve("manifest"));
        Files.createSymbolicLink(folder.resolve("000000000001.1.json"), outside);
        assertThat(buckets.manifests(BUCKET, TASK)).isEqualTo(new Listing(List.of(), 1));

        Files.createSymbolicLink(folder.resolveSibling("u"), folder);

        assertThat(buckets.manifests(BUCKET, "u")).isEqualTo(new Listing(List.of(), 1));
    }

    @Test
    void a_manifest_under_another_name_is_unreadable() throws IOException {
        byte[] json = ManifestCodec.write(Checkpoints.manifest(TASK, 5, 1));
        putFile(BUCKET, ".outlast/" + TASK + "/000000000006.1.json", json);
        putFile(BUCKET, ".outlast/" + TASK + "/000000000005.2.json", json);
        putFile(BUCKET, ".outlast/" + TASK + "/5.json", json);
        putFile(BUCKET, ".outlast/other/000000000005.1.json", json);
        putFile(BUCKET, ".outlast/" + TASK + "/.000000000005.1.json.tmp", json);

        assertThat(buckets.manifests(BUCKET, TASK)).isEqualTo(new Listing(List.of(), 3));
        assertThat(buckets.manifests(BUCKET, "other")).isEqualTo(new Listing(List.of(), 1));
    }

    @Test
    void folders_in_the_place_of_files_are_neither_manifests_nor_checkpoints() throws IOException {
        Manifest manifest = Checkpoints.manifest(TASK, 1, 1);
        publish(BUCKET, manifest);
        Path bucket = buckets.directory(BUCKET);
        Files.createDirectories(bucket.resolve(Checkpoints.fileName(TASK, 1, 1)));
        Files.createDirectory(bucket.resolve(".outlast").resolve(TASK).resolve("000000000002.1.json"));

        assertThat(buckets.isComplete(BUCKET, manifest)).isFalse();
        assertThat(buckets.manifests(BUCKET, TASK)).isEqualTo(new Listing(List.of(manifest), 1));
    }

    @Test
    void a_file_in_the_place_of_a_folder_is_a_missing_file() throws IOException {
        Manifest manifest = Checkpoints.manifest(TASK, 1, 1);
        putFile(BUCKET, TASK, new byte[0]);

        assertThat(buckets.isComplete(BUCKET, manifest)).isFalse();
    }

    @Test
    void only_the_newest_are_read_when_there_are_too_many() throws IOException {
        int most = LocalBuckets.MAX_LISTED;
        for (int seq = 0; seq < most + 5; seq++) {
            putFile(
                    BUCKET,
                    new ManifestName(TASK, seq, 1).path(),
                    ManifestCodec.write(Checkpoints.manifest(TASK, seq, 1)));
        }

        Listing listing = buckets.manifests(BUCKET, TASK);

        assertThat(listing.manifests()).hasSize(most).allMatch(manifest -> manifest.seq() >= 5);
    }

    @Test
    void a_file_that_stays_is_hashed_once() throws IOException {
        Manifest manifest = save(1, 1);
        Path file = buckets.directory(BUCKET).resolve(Checkpoints.fileName(TASK, 1, 1));
        FileTime time = Files.getLastModifiedTime(file);
        assertThat(buckets.isComplete(BUCKET, manifest)).isTrue();

        byte[] other = Checkpoints.content(1, 1);
        other[0] ^= 1;
        Files.write(file, other); // in place, and the clock set back: the one change that a look cannot see
        Files.setLastModifiedTime(file, time);
        assertThat(buckets.isComplete(BUCKET, manifest)).isTrue();

        Files.setLastModifiedTime(file, FileTime.fromMillis(time.toMillis() + 1000));
        assertThat(buckets.isComplete(BUCKET, manifest)).isFalse();
    }

    @Test
    void a_malformed_address_is_refused_at_once() {
        assertThatThrownBy(() -> buckets.manifests("local://../x", TASK)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buckets.manifests("s3://checkpoints", TASK))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> buckets.manifests(BUCKET, "../t")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_manifest_that_names_other_peoples_files_is_not_complete() throws IOException {
        byte[] secret = "secret".getBytes(UTF_8);
        Files.write(temp.resolve("secret"), secret);
        Manifest.Entry climbing = new Manifest.Entry("../../../secret", secret.length, Checkpoints.sha256(secret));
        Manifest one = save(1, 1);

        assertThat(buckets.isComplete(BUCKET, new Manifest(1, 1, 1, TASK, one.createdAt(), List.of(climbing))))
                .isFalse();
    }

    private Manifest save(long seq, int attempt) throws IOException {
        Manifest manifest = Checkpoints.manifest(TASK, seq, attempt);
        putFile(BUCKET, Checkpoints.fileName(TASK, seq, attempt), Checkpoints.content(seq, attempt));
        publish(BUCKET, manifest);
        return manifest;
    }
}
