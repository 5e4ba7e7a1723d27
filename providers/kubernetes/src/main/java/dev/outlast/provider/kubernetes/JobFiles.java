package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.cluster.Wishes;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.node.JobEnvironment;
import dev.outlast.node.ShellQuote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What a cluster's pods run: the runner, the user's scripts and what they find in their environment. It goes into
/// annotations of each pod, with the call that opens its gate; or into a secret of its own where something of it is
/// secret, or where it is large.
///
/// @param context whose name the job sees as its region
record JobFiles(String context, PodSight head, Activation what) {
    static final List<String> NAMES = List.of("pod.sh", "conf", "setup", "run", "env", "user");

    private static final int MOST_BYTES = 1_000_000;
    /// All annotations of a pod may have 256 KiB together. Quoting may make four bytes of one.
    private static final int MOST_IN_ANNOTATIONS = 240_000;
    private static final int MOST_TO_PROMISE = 32_000;
    private static final String RUNNER = runner();

    private static String runner() {
        try (var text = Objects.requireNonNull(JobFiles.class.getResourceAsStream("pod.sh"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Known before the pod is made, for what it mounts cannot be changed any more.
    static boolean fitInPod(Wishes.Payload payload) {
        return !payload.secrets() && payload.bytes() <= MOST_TO_PROMISE;
    }

    static boolean wantsFiles(Activation what) {
        return !what.workdir().isEmpty() || what.mounts().stream().anyMatch(MountPoint.Blob.class::isInstance);
    }

    /// Buckets would need a mount in the pod, or an agent beside it.
    static void refuseWhatIsNotYet(Activation what) throws LauncherException {
        for (var mount : what.mounts()) {
            switch (mount) {
                case MountPoint.Blob _ -> {}
                case MountPoint.Bucket bucket ->
                    throw Refusals.config("file_mounts." + bucket.path() + ": buckets are not mounted in pods yet");
                case MountPoint.BucketCopy copy ->
                    throw Refusals.config("file_mounts." + copy.path() + ": buckets are not copied into pods yet");
            }
        }
    }

    /// By key.
    Map<String, String> annotations() throws LauncherException {
        if (!what.secrets().isEmpty()) {
            throw Refusals.config("pod " + head.name() + " was made for a job without secrets, and this one has some");
        }
        var files = files(head.tag().orElseThrow());
        refuseMore(files.values(), MOST_IN_ANNOTATIONS, "the annotations of a pod");
        var annotations = new LinkedHashMap<String, String>();
        files.forEach((name, text) -> annotations.put(Keys.FILE + name, text));
        return annotations;
    }

    private static void refuseMore(Collection<String> files, int most, String where) throws LauncherException {
        var bytes = files.stream()
                .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                .sum();
        if (bytes > most) {
            throw Refusals.config("setup, run, envs and secrets together have " + bytes + " bytes; " + where + " may"
                    + " have " + most + ": put what is large into the workdir or a bucket");
        }
    }

    Map<String, Object> secret() throws LauncherException {
        var tag = head.tag().orElseThrow();
        var token = tag.token();
        var files = files(tag);
        refuseMore(files.values(), MOST_BYTES, "a Kubernetes secret");
        var data = new LinkedHashMap<String, Object>();
        files.forEach((name, text) ->
                data.put(name, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
        return Trees.map(
                "apiVersion", "v1",
                "kind", "Secret",
                "type", "Opaque",
                "metadata",
                        Trees.map(
                                "name", Keys.cluster(token),
                                "labels",
                                        Trees.map(
                                                "app.kubernetes.io/managed-by",
                                                "outlast",
                                                Keys.INSTALLATION,
                                                token.installation(),
                                                Keys.HASH,
                                                Keys.hash(token)),
                                "annotations",
                                        Trees.map(Keys.TOKEN, token.text(), Keys.EPOCH, Long.toString(what.epoch())),
                                "ownerReferences", List.of(PodRender.owner(head.name(), head.uid()))),
                "data", data);
    }

    private Map<String, String> files(PodSight.Tag tag) throws LauncherException {
        var files = new LinkedHashMap<String, String>();
        files.put("pod.sh", RUNNER);
        files.put("conf", conf(tag));
        files.put("setup", what.setup());
        files.put("run", what.run());
        var user = new LinkedHashMap<>(what.environment());
        user.putAll(what.secrets());
        try {
            files.put("env", ShellQuote.exports(environment(tag)));
            files.put("user", ShellQuote.exports(user));
        } catch (IllegalArgumentException wrong) {
            throw Refusals.config(String.valueOf(wrong.getMessage()));
        }
        return files;
    }

    private String conf(PodSight.Tag tag) {
        return "nodes=" + tag.nodes()
                + "\ngrace=" + seconds(what.grace())
                + "\nlease=" + seconds(what.contactLease())
                + "\nfiles=" + (wantsFiles(what) ? 1 : 0)
                + "\nbarrier=" + (tag.nodes() > 1 && !what.setup().isEmpty() ? 1 : 0) + "\n";
    }

    private static long seconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }

    /// What differs from rank to rank, or is known only once all pods have an address, the runner adds.
    private Map<String, String> environment(PodSight.Tag tag) {
        var token = tag.token();
        var shape = InstanceShape.parse(tag.offer().replace(" spot", ""));
        var job = new JobEnvironment.Job(
                token.text(), List.of(token.text()), token.job().value(), 0, 1, "", "", Map.of(), Map.of());
        var cluster = new JobEnvironment.Cluster(
                head.told().getOrDefault(Keys.CLUSTER, ""),
                KubernetesLauncher.PROVIDER,
                context,
                "",
                Collections.nCopies(tag.nodes(), "0.0.0.0"),
                shape.map(InstanceShape::count).orElse(0),
                token.attempt(),
                what.epoch());
        var variables = new LinkedHashMap<>(new JobEnvironment(job, cluster, 0, Optional.empty()).variables());
        variables
                .keySet()
                .removeIf(name -> name.endsWith("NODE_RANK") || name.endsWith("NODE_IPS") || name.endsWith("HEAD_IP"));
        return variables;
    }
}
