package dev.outlast.core.cluster;

import java.util.Objects;

/// Something that must appear at a path (absolute or `~/…`) on every node before `setup` starts.
public sealed interface MountPoint {
    String path();

    /// A bucket, or a prefix of one, that the job reads and writes in place.
    ///
    /// @param url for example `local://checkpoints/run-7`
    record Bucket(String path, String url, boolean readOnly) implements MountPoint {
        public Bucket {
            Objects.requireNonNull(path);
            Objects.requireNonNull(url);
        }
    }

    /// A copy of a bucket's content as it is now.
    record BucketCopy(String path, String url) implements MountPoint {
        public BucketCopy {
            Objects.requireNonNull(path);
            Objects.requireNonNull(url);
        }
    }

    /// Uploaded files, named by the sha256 of their archive.
    record Blob(String path, String sha256) implements MountPoint {
        public Blob {
            Objects.requireNonNull(path);
            Objects.requireNonNull(sha256);
        }
    }
}
