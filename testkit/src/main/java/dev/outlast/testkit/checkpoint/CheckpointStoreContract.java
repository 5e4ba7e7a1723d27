package dev.outlast.testkit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.spi.CheckpointStore;
import dev.outlast.core.spi.CheckpointStore.Listing;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [CheckpointStore] promises. A suite for one store says how to reach it and how a job writes to it.
public abstract class CheckpointStoreContract {
    private static final String TASK = "sky-managed-2026-11-21-10-00-00-000001_train_7-0";
    private static final String OTHER_TASK = "sky-managed-2026-11-21-10-00-00-000001_train_7-00";

    private CheckpointStore store;
    private String bucket;

    /// The store under test, with no bucket in it.
    protected abstract CheckpointStore open() throws IOException;

    /// Lays a file into a bucket as a job does, replacing what was there.
    protected abstract void putFile(String bucketUrl, String name, byte[] content) throws IOException;

    protected abstract void removeFile(String bucketUrl, String name) throws IOException;

    /// Publishes a manifest the way the format demands.
    ///
    /// @throws FileAlreadyExistsException when its attempt has published its `seq` before
    protected abstract void publish(String bucketUrl, Manifest manifest) throws IOException;

    /// Leaves a manifest that was cut off while it was written.
    protected abstract void tearManifest(String bucketUrl, String taskId, long seq, int attempt) throws IOException;

    /// Makes all buckets unreadable, or readable again.
    protected abstract void away(boolean now) throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
        bucket = store.scheme() + "://checkpoints/run-7";
    }

    @Test
    void a_bucket_nobody_wrote_to_has_no_checkpoints() throws IOException {
        assertThat(store.manifests(bucket, TASK)).isEqualTo(new Listing(List.of(), 0));
        assertThat(store.isComplete(bucket, Checkpoints.manifest(TASK, 1, 1))).isFalse();
    }

    @Test
    void what_was_published_is_listed_as_it_was_written() throws IOException {
        Manifest first = save(bucket, TASK, 100, 1);
        Manifest second = save(bucket, TASK, 200, 2);
        Manifest huge = save(bucket, TASK, 9_000_000_000_000_000_000L, 2);

        Listing listing = store.manifests(bucket, TASK);

        assertThat(listing.manifests()).containsExactlyInAnyOrder(first, second, huge);
        assertThat(listing.unreadable()).isZero();
    }

    @Test
    void the_newest_complete_checkpoint_wins() throws IOException {
        save(bucket, TASK, 100, 1);
        Manifest newest = save(bucket, TASK, 1000, 1);
        save(bucket, TASK, 300, 2);

        assertThat(newestComplete(bucket)).contains(newest);
    }

    @Test
    void a_manifest_whose_file_is_missing_is_not_complete() throws IOException {
        Manifest whole = save(bucket, TASK, 100, 1);
        publish(bucket, Checkpoints.manifest(TASK, 200, 1));

        assertThat(newestComplete(bucket)).contains(whole);
    }

    @Test
    void a_manifest_whose_file_was_removed_is_no_longer_complete() throws IOException {
        Manifest manifest = save(bucket, TASK, 100, 1);
        assertThat(store.isComplete(bucket, manifest)).isTrue();

        removeFile(bucket, Checkpoints.fileName(TASK, 100, 1));

        assertThat(store.isComplete(bucket, manifest)).isFalse();
    }

    @Test
    void a_file_cut_short_is_not_complete() throws IOException {
        Manifest whole = save(bucket, TASK, 100, 1);
        Manifest torn = save(bucket, TASK, 200, 1);
        putFile(bucket, Checkpoints.fileName(TASK, 200, 1), "weights of".getBytes(UTF_8));

        assertThat(store.isComplete(bucket, torn)).isFalse();
        assertThat(newestComplete(bucket)).contains(whole);
    }

    @Test
    void a_file_of_the_right_size_with_other_bytes_is_not_complete() throws IOException {
        Manifest whole = save(bucket, TASK, 100, 1);
        Manifest torn = save(bucket, TASK, 200, 1);
        byte[] content = Checkpoints.content(200, 1);
        content[content.length - 1] ^= 1;
        putFile(bucket, Checkpoints.fileName(TASK, 200, 1), content);

        assertThat(store.isComplete(bucket, torn)).isFalse();
        assertThat(newestComplete(bucket)).contains(whole);
    }

    @Test
    void every_file_of_a_manifest_counts() throws IOException {
        byte[] weights = Checkpoints.content(5, 1);
        Manifest.Entry there = new Manifest.Entry("a/weights", weights.length, Checkpoints.sha256(weights));
        Manifest.Entry missing = new Manifest.Entry("a/optimizer", weights.length, Checkpoints.sha256(weights));
        Manifest one = Checkpoints.manifest(TASK, 5, 1);
        Manifest both = new Manifest(5, 1, 1, TASK, one.createdAt(), List.of(there, missing));
        putFile(bucket, "a/weights", weights);
        assertThat(store.isComplete(bucket, both)).isFalse();

        putFile(bucket, "a/optimizer", weights);

        assertThat(store.isComplete(bucket, both)).isTrue();
    }

    @Test
    void a_half_written_manifest_is_counted_and_never_picked() throws IOException {
        Manifest whole = save(bucket, TASK, 100, 1);
        tearManifest(bucket, TASK, 200, 1);

        assertThat(store.manifests(bucket, TASK)).isEqualTo(new Listing(List.of(whole), 1));
        assertThat(newestComplete(bucket)).contains(whole);
    }

    @Test
    void a_manifest_is_published_once() throws IOException {
        Manifest first = save(bucket, TASK, 100, 1);
        Manifest again = new Manifest(100, 1, 9, TASK, first.createdAt().plusSeconds(60), first.files());

        assertThatThrownBy(() -> publish(bucket, again)).isInstanceOf(FileAlreadyExistsException.class);

        assertThat(store.manifests(bucket, TASK).manifests()).containsExactly(first);
    }

    @Test
    void two_attempts_may_publish_the_same_seq() throws IOException {
        Manifest first = save(bucket, TASK, 100, 1);
        Manifest second = save(bucket, TASK, 100, 2);

        assertThat(store.manifests(bucket, TASK).manifests()).containsExactlyInAnyOrder(first, second);
    }

    @Test
    void a_bucket_that_is_away_is_an_error_and_not_an_empty_bucket() throws IOException {
        Manifest manifest = save(bucket, TASK, 100, 1);
        away(true);

        assertThatThrownBy(() -> store.manifests(bucket, TASK)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> store.isComplete(bucket, manifest)).isInstanceOf(IOException.class);

        away(false);
        assertThat(newestComplete(bucket)).contains(manifest);
    }

    @Test
    void two_tasks_do_not_see_each_other() throws IOException {
        Manifest mine = save(bucket, TASK, 100, 1);
        Manifest theirs = save(bucket, OTHER_TASK, 200, 1);

        assertThat(store.manifests(bucket, TASK).manifests()).containsExactly(mine);
        assertThat(store.manifests(bucket, OTHER_TASK).manifests()).containsExactly(theirs);
    }

    @Test
    void prefixes_do_not_leak() throws IOException {
        Manifest mine = save(bucket, TASK, 100, 1);
        save(bucket + "0", TASK, 200, 1);
        save(bucket + "/deeper", TASK, 300, 1);
        save(store.scheme() + "://checkpoints", TASK, 400, 1);
        save(store.scheme() + "://checkpoints2/run-7", TASK, 500, 1);

        assertThat(store.manifests(bucket, TASK).manifests()).containsExactly(mine);
        assertThat(store.isComplete(bucket, Checkpoints.manifest(TASK, 300, 1))).isFalse();
    }

    private Manifest save(String bucketUrl, String taskId, long seq, int attempt) throws IOException {
        Manifest manifest = Checkpoints.manifest(taskId, seq, attempt);
        putFile(bucketUrl, Checkpoints.fileName(taskId, seq, attempt), Checkpoints.content(seq, attempt));
        publish(bucketUrl, manifest);
        return manifest;
    }

    private Optional<Manifest> newestComplete(String bucketUrl) throws IOException {
        List<Manifest> newestFirst = store.manifests(bucketUrl, TASK).manifests().stream()
                .sorted(Comparator.comparingLong(Manifest::seq).reversed())
                .toList();
        for (Manifest manifest : newestFirst) {
            if (store.isComplete(bucketUrl, manifest)) {
                return Optional.of(manifest);
            }
        }
        return Optional.empty();
    }
}
