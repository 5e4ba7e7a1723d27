package dev.outlast.controller.effects;

import dev.outlast.checkpointing.store.JobBuckets;
import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.spec.Compiled;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.task.FileMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Makes a task's buckets ready before its nodes see them: files of the user's machine are put in, once for all
/// attempts, and a bucket that shall not outlive the job is marked as the job's.
public final class BucketPreparing implements Performer.Activations {
    private final Performer.Activations activations;
    private final ActivationMaker.Specs specs;
    private final JobBuckets buckets;
    private final Path blobs;

    /// @param blobs where uploads lie unpacked, by sha256
    public BucketPreparing(
            Performer.Activations activations, ActivationMaker.Specs specs, JobBuckets buckets, Path blobs) {
        this.activations = activations;
        this.specs = specs;
        this.buckets = buckets;
        this.blobs = blobs;
    }

    @Override
    public Activation of(EffectOrder order, ResumePoint resume) throws LauncherException {
        var activation = activations.of(order, resume);
        try {
            var compiled = specs.of(order.job());
            var task = order.effect().task();
            for (var mount : compiled.spec().tasks().get(task).fileMounts()) {
                if (mount instanceof FileMount.StorageMount storage) {
                    prepare(order, storage, compiled);
                }
            }
            return activation;
        } catch (Exception failed) {
            throw new LauncherException(
                    Fault.PROVIDER,
                    LauncherException.Certainty.CERTAINLY_NOT_DONE,
                    "cannot make the buckets ready: " + failed,
                    failed);
        }
    }

    @Override
    public Wishes wishes(EffectOrder order, Offer offer) throws LauncherException {
        return activations.wishes(order, offer);
    }

    private void prepare(EffectOrder order, FileMount.StorageMount mount, Compiled compiled) throws IOException {
        var bucket = mount.bucket();
        if (!bucket.isLocal()) {
            return;
        }
        if (!mount.persistent()) {
            buckets.makeFor(BucketOwner.of(order.token()).text(), bucket.bucket());
        }
        if (!mount.localSources().isEmpty()) {
            var taskId = order.job().taskIds().get(order.effect().task());
            buckets.put(bucket.bucket(), taskId + "\n" + mount.destination(), sources(mount, compiled));
        }
    }

    /// One directory alone is the bucket's content; anything else lies in it under its own name.
    private Map<String, Path> sources(FileMount.StorageMount mount, Compiled compiled) throws IOException {
        var sources = new LinkedHashMap<String, Path>();
        for (var source : mount.localSources()) {
            var blob = compiled.blobs().get(source);
            if (blob == null) {
                throw new IOException("'" + source + "' was not uploaded");
            }
            boolean isAloneAndTree = mount.localSources().size() == 1 && !blob.contains("/");
            sources.put(isAloneAndTree ? "" : FileMount.StorageMount.nameInBucket(source), blobs.resolve(blob));
        }
        return sources;
    }
}
