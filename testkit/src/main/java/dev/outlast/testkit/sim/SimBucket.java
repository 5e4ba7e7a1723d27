package dev.outlast.testkit.sim;

import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.spi.CheckpointStore;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A bucket of checkpoints: whole ones, ones whose files were cut in half, and manifests that cannot be read.
public final class SimBucket implements CheckpointStore {
    public static final String URL = "sim://checkpoints";
    private static final String HASH = "0".repeat(64);

    private record Name(String taskId, long seq, int attempt) {}

    private final Map<String, List<Manifest>> manifests = new HashMap<>();
    private final Set<Name> torn = new HashSet<>();
    private final Map<String, Integer> unreadable = new HashMap<>();
    private boolean away;

    /// @param whole whether its files arrived
    public void write(String taskId, long seq, int attempt, long epoch, Instant now, boolean whole) {
        var name = new Name(taskId, seq, attempt);
        var ofTask = manifests.computeIfAbsent(taskId, _ -> new ArrayList<>());
        if (ofTask.stream().anyMatch(m -> m.seq() == seq && m.attempt() == attempt)) {
            return;
        }
        ofTask.add(new Manifest(
                seq, attempt, epoch, taskId, now, List.of(new Manifest.Entry("step-" + seq + "." + attempt, 1, HASH))));
        if (!whole) {
            torn.add(name);
        }
    }

    public void writeUnreadable(String taskId) {
        unreadable.merge(taskId, 1, Integer::sum);
    }

    public void away(boolean isAway) {
        away = isAway;
    }

    /// The truth, for invariants.
    public boolean holds(String taskId, long seq, int attempt) {
        return manifests.getOrDefault(taskId, List.of()).stream()
                        .anyMatch(m -> m.seq() == seq && m.attempt() == attempt)
                && !torn.contains(new Name(taskId, seq, attempt));
    }

    /// When it was written, for invariants.
    public Instant writtenAt(String taskId, long seq, int attempt) {
        return manifests.getOrDefault(taskId, List.of()).stream()
                .filter(m -> m.seq() == seq && m.attempt() == attempt)
                .map(Manifest::createdAt)
                .findFirst()
                .orElse(Instant.MAX);
    }

    @Override
    public String scheme() {
        return "sim";
    }

    @Override
    public Listing manifests(String bucketUrl, String taskId) throws IOException {
        reach();
        return new Listing(manifests.getOrDefault(taskId, List.of()), unreadable.getOrDefault(taskId, 0));
    }

    @Override
    public boolean isComplete(String bucketUrl, Manifest manifest) throws IOException {
        reach();
        return !torn.contains(new Name(manifest.taskId(), manifest.seq(), manifest.attempt()));
    }

    private void reach() throws IOException {
        if (away) {
            throw new IOException("the bucket is away");
        }
    }
}
