package dev.outlast.core.task;

/// A place in a bucket: `scheme://bucket/prefix`. The prefix has no leading slash and is empty for the whole
/// bucket.
public record BucketUrl(String scheme, String bucket, String prefix) {
    /// The scheme of buckets that are directories of the controller.
    public static final String LOCAL = "local";

    public boolean isLocal() {
        return scheme.equals(LOCAL);
    }

    @Override
    public String toString() {
        return scheme + "://" + bucket + (prefix.isEmpty() ? "" : "/" + prefix);
    }
}
