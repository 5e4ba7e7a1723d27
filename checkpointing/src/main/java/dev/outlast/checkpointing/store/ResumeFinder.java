package dev.outlast.checkpointing.store;

import dev.outlast.checkpointing.BucketUrl;
import dev.outlast.checkpointing.ManifestName;
import dev.outlast.checkpointing.ResumeChoice;
import dev.outlast.checkpointing.ResumeChoice.Candidate;
import dev.outlast.core.checkpoint.Manifest;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.core.spi.CheckpointStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Finds where an attempt resumes, over all buckets that a task mounts for writing.
///
/// A bucket that cannot be read fails the whole search: it may hold the newest checkpoint, so the caller tries
/// again
/// later rather than resume from an older one or from the beginning.
public final class ResumeFinder {
    private final Map<String, CheckpointStore> stores = new HashMap<>();

    public ResumeFinder(Collection<? extends CheckpointStore> stores) {
        for (CheckpointStore store : stores) {
            if (this.stores.put(store.scheme(), store) != null) {
                throw new IllegalArgumentException("two checkpoint stores serve " + store.scheme() + "://");
            }
        }
    }

    /// @param seals to record together with the point
    /// @param skipped what was newer and not complete, or not readable, for people
    public record Found(ResumePoint point, List<Seal> seals, List<String> skipped) {
        public Found {
            Objects.requireNonNull(point);
            seals = List.copyOf(seals);
            skipped = List.copyOf(skipped);
        }
    }

    /// Whether checkpoints can be looked for there; to be asked when a task is submitted.
    public boolean serves(BucketUrl url) {
        return stores.containsKey(url.scheme());
    }

    /// @param lastAttempt the attempt just released, 0 before the first
    /// @throws IOException when one of the buckets cannot be read now, or no store serves it
    /// @throws IllegalArgumentException when a URL or the task id is malformed
    public Found find(List<String> bucketUrls, String taskId, List<Seal> seals, int lastAttempt) throws IOException {
        List<String> skipped = new ArrayList<>();
        List<Candidate> listed = new ArrayList<>();
        for (String bucketUrl : bucketUrls) {
            CheckpointStore.Listing listing = store(bucketUrl).manifests(bucketUrl, taskId);
            listing.manifests().forEach(manifest -> listed.add(new Candidate(bucketUrl, manifest)));
            if (listing.unreadable() > 0) {
                skipped.add(bucketUrl + ": " + listing.unreadable() + " unreadable manifest(s)");
            }
        }
        return choose(ResumeChoice.candidates(listed, seals, lastAttempt), seals, lastAttempt, skipped);
    }

    /// Goes down from the newest to the first complete one; below it, only the checkpoints of the attempt just
    /// released
    /// still matter, for its seal.
    private Found choose(List<Candidate> order, List<Seal> seals, int lastAttempt, List<String> skipped)
            throws IOException {
        ResumePoint point = new ResumePoint.Beginning();
        OptionalInt chosenAttempt = OptionalInt.empty();
        OptionalLong lastSeq = OptionalLong.empty();
        for (Candidate one : order) {
            boolean ofLast = one.manifest().attempt() == lastAttempt;
            if (chosenAttempt.isPresent() && !ofLast) {
                continue;
            }
            boolean complete = store(one.bucketUrl()).isComplete(one.bucketUrl(), one.manifest());
            if (chosenAttempt.isEmpty() && !complete) {
                skipped.add(
                        one.bucketUrl() + "/" + ManifestName.of(one.manifest()).path()
                                + ": a file is missing or is not what the manifest says");
            }
            if (chosenAttempt.isEmpty() && complete) {
                point = at(one);
                chosenAttempt = OptionalInt.of(one.manifest().attempt());
            }
            if (ofLast && complete) {
                lastSeq = OptionalLong.of(one.manifest().seq());
                break;
            }
        }
        return new Found(point, ResumeChoice.seals(seals, lastAttempt, lastSeq, chosenAttempt), skipped);
    }

    private CheckpointStore store(String bucketUrl) throws IOException {
        CheckpointStore store = stores.get(BucketUrl.parse(bucketUrl).scheme());
        if (store == null) {
            throw new IOException("no checkpoint store serves " + bucketUrl);
        }
        return store;
    }

    private static ResumePoint at(Candidate chosen) {
        Manifest manifest = chosen.manifest();
        return new ResumePoint.At(
                manifest.seq(),
                manifest.attempt(),
                chosen.bucketUrl(),
                ManifestName.of(manifest).path());
    }
}
