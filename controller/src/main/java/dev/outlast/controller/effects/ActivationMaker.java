package dev.outlast.controller.effects;

import dev.outlast.controller.engine.EffectOrder;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.spec.Compiled;
import dev.outlast.controller.spec.WishReader;
import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.Owner;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.task.FileMount;
import dev.outlast.core.task.OnSilence;
import dev.outlast.core.task.TaskSpec;
import dev.outlast.core.task.Workdir;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What an attempt shall run, put together from the task text, the job and where it resumes.
public final class ActivationMaker implements Performer.Activations {
    private final Specs specs;
    private final Secrets secrets;

    /// Reads a job's stored task text.
    @FunctionalInterface
    public interface Specs {
        Compiled of(LiveJob job) throws Exception;
    }

    /// Opens a job's secrets; empty when it has none.
    @FunctionalInterface
    public interface Secrets {
        Map<String, String> of(LiveJob job) throws Exception;
    }

    public ActivationMaker(Specs specs, Secrets secrets) {
        this.specs = specs;
        this.secrets = secrets;
    }

    @Override
    public Activation of(EffectOrder order, ResumePoint resume) throws LauncherException {
        try {
            var job = order.job();
            var index = order.effect().task();
            var compiled = specs.of(job);
            var task = compiled.spec().tasks().get(index);
            return new Activation(
                    order.token(),
                    order.epoch(),
                    task.setup(),
                    task.run(),
                    environment(job, index, task, resume),
                    secrets.of(job),
                    task.limits().grace(),
                    contactLease(task),
                    workdir(task, compiled),
                    mounts(task, compiled));
        } catch (Exception unreadable) {
            throw new LauncherException(
                    Fault.INTERNAL,
                    LauncherException.Certainty.CERTAINLY_NOT_DONE,
                    "cannot put the activation together: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    @Override
    public Wishes wishes(EffectOrder order, Offer offer) throws LauncherException {
        try {
            var compiled = specs.of(order.job());
            var index = order.effect().task();
            var tasks = compiled.spec().tasks();
            return WishReader.of(
                    tasks.get(index),
                    tasks.stream().anyMatch(task -> !task.secrets().isEmpty()),
                    compiled.facts().get(index).demand(),
                    offer);
        } catch (Exception unreadable) {
            throw new LauncherException(
                    Fault.INTERNAL,
                    LauncherException.Certainty.CERTAINLY_NOT_DONE,
                    "cannot read what the task asks of its nodes: " + unreadable.getMessage(),
                    unreadable);
        }
    }

    private static Map<String, String> environment(LiveJob job, int index, TaskSpec task, ResumePoint resume) {
        var all = new LinkedHashMap<>(task.envs());
        both(all, "TASK_ID", job.taskIds().get(index));
        both(all, "TASK_IDS", String.join("\n", job.taskIds()));
        both(all, "MANAGED_JOB_ID", job.facts().id().toString());
        both(all, "JOB_RANK", Integer.toString(job.jobRank()));
        both(all, "NUM_JOBS", Integer.toString(job.numJobs()));
        both(all, "USER", Owner.of(job.facts().user()).name());
        switch (resume) {
            case ResumePoint.Beginning _ -> {
                all.put("OUTLAST_RESUME_MANIFEST", "");
                all.put("OUTLAST_RESUME_SEQ", "");
            }
            case ResumePoint.At at -> {
                all.put("OUTLAST_RESUME_MANIFEST", at.bucketUrl() + "/" + at.manifestName());
                all.put("OUTLAST_RESUME_SEQ", Long.toString(at.seq()));
            }
        }
        return all;
    }

    private static void both(Map<String, String> all, String name, String value) {
        all.put("SKYPILOT_" + name, value);
        all.put("OUTLAST_" + name, value);
    }

    private static Duration contactLease(TaskSpec task) {
        return switch (task.limits().onSilence()) {
            case OnSilence.Wait _ -> Duration.ZERO;
            case OnSilence.RelaunchAfter(Duration silence) -> silence;
        };
    }

    private static String workdir(TaskSpec task, Compiled compiled) {
        return task.workdir() instanceof Workdir.Local local ? compiled.blobs().getOrDefault(local.path(), "") : "";
    }

    private static List<MountPoint> mounts(TaskSpec task, Compiled compiled) {
        var mounts = new ArrayList<MountPoint>();
        for (var mount : task.fileMounts()) {
            mounts.add(
                    switch (mount) {
                        case FileMount.LocalCopy copy ->
                            new MountPoint.Blob(
                                    copy.destination(), compiled.blobs().getOrDefault(copy.source(), ""));
                        case FileMount.BucketCopy copy ->
                            new MountPoint.BucketCopy(
                                    copy.destination(), copy.url().toString());
                        case FileMount.StorageMount storage ->
                            storage.mode() == FileMount.Mode.COPY
                                    ? new MountPoint.BucketCopy(
                                            storage.destination(),
                                            storage.bucket().toString())
                                    : new MountPoint.Bucket(
                                            storage.destination(),
                                            storage.bucket().toString(),
                                            false);
                    });
        }
        return mounts;
    }
}
