package dev.outlast.core.checkpoint;

import java.util.Objects;

/// Where an attempt starts from.
public sealed interface ResumePoint {
    /// From the beginning: there is no complete checkpoint.
    record Beginning() implements ResumePoint {}

    /// From a complete checkpoint.
    ///
    /// @param bucketUrl the bucket prefix that holds it
    /// @param manifestName path of the manifest relative to that prefix
    record At(long seq, int writtenByAttempt, String bucketUrl, String manifestName) implements ResumePoint {
        public At {
            Objects.requireNonNull(bucketUrl);
            Objects.requireNonNull(manifestName);
        }
    }
}
