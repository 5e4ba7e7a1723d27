package dev.outlast.core.task;

import java.util.Map;
import java.util.Optional;

/// The grammar of bucket urls.
final class BucketText {
    /// Scheme to the name people use for it.
    static final Map<String, String> SCHEMES = Map.ofEntries(
            Map.entry(BucketUrl.LOCAL, "LOCAL"),
            Map.entry("s3", "S3"),
            Map.entry("gs", "GCS"),
            Map.entry("https", "AZURE"),
            Map.entry("r2", "R2"),
            Map.entry("cos", "IBM"),
            Map.entry("oci", "OCI"),
            Map.entry("nebius", "NEBIUS"),
            Map.entry("cw", "COREWEAVE"),
            Map.entry("vastdata", "VASTDATA"),
            Map.entry("hf", "HF"));

    private BucketText() {}

    static boolean looksLikeUrl(String text) {
        return text.contains("://");
    }

    /// Empty if the text is no url or names no bucket. The scheme is lower case, but not checked to be a known one.
    static Optional<BucketUrl> url(String text) {
        int colon = text.indexOf("://");
        if (colon < 1) {
            return Optional.empty();
        }
        var rest = text.substring(colon + 3);
        int slash = rest.indexOf('/');
        var bucket = slash < 0 ? rest : rest.substring(0, slash);
        var prefix = slash < 0 ? "" : rest.substring(slash + 1);
        return bucket.isEmpty()
                ? Optional.empty()
                : Optional.of(new BucketUrl(Text.lower(text.substring(0, colon)), bucket, Text.trim(prefix, '/')));
    }

    /// Whether a bucket may have this name: 3 to 63 of `a-z 0-9 . _ -`, with a letter or digit at both ends and no
    /// two dots in a row (it becomes the name of a directory).
    static boolean isBucketName(String name) {
        if (name.length() < 3 || name.length() > 63 || name.contains("..")) {
            return false;
        }
        return isPlain(name.charAt(0))
                && isPlain(name.charAt(name.length() - 1))
                && name.chars().allMatch(c -> isPlain(c) || c == '.' || c == '_' || c == '-');
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }
}
