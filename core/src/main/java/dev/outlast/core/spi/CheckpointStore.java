package dev.outlast.core.spi;

import dev.outlast.core.checkpoint.Manifest;
import java.io.IOException;
import java.util.List;

/// Reads checkpoints of one kind of bucket. Contract suite: `CheckpointStoreContract`.
public interface CheckpointStore {
    /// The scheme it serves, for example `local`.
    String scheme();

    /// Manifests of a task under a bucket prefix, in any order. A manifest that cannot be decoded is left out and
    /// counted in [Listing#unreadable()].
    ///
    /// @param bucketUrl for example `local://checkpoints/run-7`
    /// @throws IOException when the bucket cannot be read now: "none" is never guessed
    Listing manifests(String bucketUrl, String taskId) throws IOException;

    /// Whether every file of the manifest is there with its size and sha256.
    ///
    /// @throws IOException when the bucket cannot be read now
    boolean isComplete(String bucketUrl, Manifest manifest) throws IOException;

    /// @param unreadable how many manifests were torn or foreign
    record Listing(List<Manifest> manifests, int unreadable) {
        public Listing {
            manifests = List.copyOf(manifests);
        }
    }
}
