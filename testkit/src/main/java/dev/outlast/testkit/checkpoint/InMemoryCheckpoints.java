package dev.outlast.testkit.checkpoint;

import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.spi.CheckpointStore;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// A checkpoint store in memory whose faults are scripted: away, torn files, unreadable manifests. Thread-safe.
public final class InMemoryCheckpoints implements CheckpointStore {
    private final String scheme;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Set<String> away = new HashSet<>();
    private boolean allAway;

    private static final class Bucket {
        private final Map<String, byte[]> files = new HashMap<>();
        private final Map<String, Map<String, Manifest>> manifests = new HashMap<>();
        private final Map<String, Integer> unreadable = new HashMap<>();
    }

    public InMemoryCheckpoints(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public String scheme() {
        return scheme;
    }

    @Override
    public synchronized Listing manifests(String bucketUrl, String taskId) throws IOException {
        Bucket bucket = reach(bucketUrl);
        return new Listing(
                bucket.manifests.getOrDefault(taskId, Map.of()).values().stream()
                        .toList(),
                bucket.unreadable.getOrDefault(taskId, 0));
    }

    @Override
    public synchronized boolean isComplete(String bucketUrl, Manifest manifest) throws IOException {
        Bucket bucket = reach(bucketUrl);
        return manifest.files().stream().allMatch(file -> {
            byte[] content = bucket.files.get(file.name());
            return content != null
                    && content.length == file.size()
                    && Checkpoints.sha256(content).equals(file.sha256());
        });
    }

    /// A whole checkpoint as [Checkpoints] makes it: the file, then its manifest.
    public synchronized void save(String bucketUrl, String taskId, long seq, int attempt) throws IOException {
        putFile(bucketUrl, Checkpoints.fileName(taskId, seq, attempt), Checkpoints.content(seq, attempt));
        publish(bucketUrl, Checkpoints.manifest(taskId, seq, attempt));
    }

    public synchronized void putFile(String bucketUrl, String name, byte[] content) {
        bucket(bucketUrl).files.put(name, content.clone());
    }

    public synchronized void removeFile(String bucketUrl, String name) {
        bucket(bucketUrl).files.remove(name);
    }

    /// @throws FileAlreadyExistsException when this attempt has published this `seq` before
    public synchronized void publish(String bucketUrl, Manifest manifest) throws IOException {
        String name = manifest.seq() + "." + manifest.attempt();
        Map<String, Manifest> ofTask =
                bucket(bucketUrl).manifests.computeIfAbsent(manifest.taskId(), _ -> new TreeMap<>());
        if (ofTask.putIfAbsent(name, manifest) != null) {
            throw new FileAlreadyExistsException(manifest.taskId() + "/" + name);
        }
    }

    /// One more manifest that cannot be decoded.
    public synchronized void tearManifest(String bucketUrl, String taskId) {
        bucket(bucketUrl).unreadable.merge(taskId, 1, Integer::sum);
    }

    /// Whether every bucket refuses to be read from now on.
    public synchronized void away(boolean now) {
        allAway = now;
    }

    /// Whether this one bucket prefix refuses to be read from now on.
    public synchronized void away(String bucketUrl, boolean now) {
        if (now) {
            away.add(bucketUrl);
        } else {
            away.remove(bucketUrl);
        }
    }

    private Bucket reach(String bucketUrl) throws IOException {
        if (allAway || away.contains(bucketUrl)) {
            throw new IOException(bucketUrl + " is away");
        }
        return bucket(bucketUrl);
    }

    private Bucket bucket(String bucketUrl) {
        if (!bucketUrl.startsWith(scheme + "://")) {
            throw new IllegalArgumentException("not " + scheme + "://…: " + bucketUrl);
        }
        return buckets.computeIfAbsent(bucketUrl, _ -> new Bucket());
    }
}
