package dev.outlast.core.task;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Something that is at `destination` on every node before `setup` starts. The destination is absolute or starts
/// with `~/`.
public sealed interface FileMount {
    String destination();

    /// A file or directory of the user's machine, copied.
    record LocalCopy(String destination, String source) implements FileMount {}

    /// The content of a bucket, copied at launch.
    record BucketCopy(String destination, BucketUrl url) implements FileMount {}

    /// A bucket, mounted or copied. `sources` are local paths that are put into the bucket first, or the one url of
    /// the bucket itself. A bucket that is not `persistent` is deleted after the whole job has ended. `preset` and
    /// `tuning` (key to value as written, such as `mount_cached.transfers`) are hints for the mount.
    record StorageMount(
            String destination,
            String name,
            List<String> sources,
            Store store,
            Mode mode,
            boolean persistent,
            String preset,
            Map<String, String> tuning)
            implements FileMount {
        public StorageMount {
            sources = List.copyOf(sources);
            tuning = OrderedCopy.of(tuning);
        }

        /// The bucket: the url given as source, or else the one called [#name()].
        public BucketUrl bucket() {
            return sources.stream()
                    .map(BucketText::url)
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseGet(() -> new BucketUrl(store.scheme(), name, ""));
        }

        /// What a source is called in the bucket where several are put into it; empty if it has no name to be called
        /// by, such as `.`.
        public static String nameInBucket(String source) {
            var end = source.length();
            while (end > 0 && source.charAt(end - 1) == '/') {
                end--;
            }
            var name = source.substring(source.lastIndexOf('/', end - 1) + 1, end);
            return Set.of(".", "..", "~").contains(name) ? "" : name;
        }

        /// The sources that are paths on the user's machine.
        public List<String> localSources() {
            return sources.stream().filter(s -> !BucketText.looksLikeUrl(s)).toList();
        }
    }

    /// How a bucket appears on the node.
    enum Mode {
        /// Streamed: reads and writes go to the bucket.
        MOUNT,
        /// Copied at launch; writes stay on the node.
        COPY,
        /// Writes go to the local disk and are uploaded behind.
        MOUNT_CACHED
    }

    /// Who keeps the bucket.
    enum Store {
        LOCAL("local"),
        S3("s3"),
        GCS("gs"),
        AZURE("https"),
        R2("r2"),
        IBM("cos"),
        OCI("oci"),
        NEBIUS("nebius"),
        COREWEAVE("cw"),
        VASTDATA("vastdata"),
        HF("hf"),
        VOLUME("volume");

        private final String scheme;

        Store(String scheme) {
            this.scheme = scheme;
        }

        /// The scheme of this store's urls.
        public String scheme() {
            return scheme;
        }
    }
}
