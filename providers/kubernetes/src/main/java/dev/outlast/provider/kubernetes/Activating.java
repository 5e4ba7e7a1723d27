package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.Activation;
import dev.outlast.core.cluster.MountPoint;
import dev.outlast.core.spi.LauncherException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Brings the user's script and opens the gates: of just those pods that the handle means.
record Activating(KubeContext context, Handle handle, Activation what) {

    void activate() throws LauncherException {
        JobFiles.refuseWhatIsNotYet(what);
        context.ready(what.epoch());
        if (context.tombstones().has(handle.token())) {
            throw Refusals.config("cannot activate " + handle.token() + ": it was released");
        }
        var pods = pods();
        for (var pod : pods) {
            var tag = pod.tag().orElseThrow();
            if (tag.epoch() > what.epoch()) {
                throw Refusals.notDone(handle.token() + " has seen epoch " + tag.epoch() + ", this is " + what.epoch());
            }
        }
        if (pods.stream().noneMatch(PodSight::isGated)) {
            return;
        }
        var head = pods.getFirst();
        var files = new JobFiles(context.name(), head, what);
        var annotations = head.carriesFiles() ? files.annotations() : Map.<String, String>of();
        if (!head.carriesFiles()) {
            bring(files.secret());
        }
        var calls = new ArrayList<Callable<PodSight>>();
        pods.stream().filter(PodSight::isGated).forEach(pod -> calls.add(() -> open(pod, annotations)));
        Launching.Together.run(calls);
    }

    private List<PodSight> pods() throws LauncherException {
        var known = context.pods().of(handle.token());
        var pods = new ArrayList<PodSight>();
        for (int rank = 0; rank < handle.nodes(); rank++) {
            var pod = known.get(rank);
            if (pod == null) {
                pod = read(Keys.pod(handle.token(), rank));
            }
            if (!pod.head().equals(handle.head()) || pod.tag().isEmpty()) {
                throw Refusals.config(
                        "cannot activate " + handle.token() + ": pod " + pod.name() + " is another one now");
            }
            pods.add(pod);
        }
        return pods;
    }

    private PodSight read(String name) throws LauncherException {
        try {
            var pod = PodSight.of(context.api().get(Api.pods(handle.namespace()) + "/" + name));
            context.pods().put(pod);
            return pod;
        } catch (ApiFailure failure) {
            if (failure.isMissing()) {
                throw Refusals.config(
                        "cannot activate " + handle.token() + ": there is no pod " + name + " (any more)");
            }
            throw Translate.failure(context.name(), "read pod " + name, failure);
        }
    }

    private void bring(Map<String, Object> secret) throws LauncherException {
        var name = Keys.cluster(handle.token());
        var secrets = "/api/v1/namespaces/" + handle.namespace() + "/secrets";
        try {
            context.api().post(secrets, secret);
            return;
        } catch (ApiFailure failure) {
            if (!failure.isConflict()) {
                throw Translate.failure(context.name(), "make secret " + name, failure);
            }
        }
        // It was brought before: by this leader, and is the same, or by another one.
        try {
            var old = context.api().get(secrets + "/" + name).path("metadata");
            var epoch = old.path("annotations").path(Keys.EPOCH).asLong();
            if (!old.path("annotations")
                    .path(Keys.TOKEN)
                    .asText()
                    .equals(handle.token().text())) {
                throw Refusals.config(
                        "context " + context.name() + ": secret " + name + " is there and is not ours: remove it");
            }
            if (epoch > what.epoch()) {
                throw Refusals.notDone(handle.token() + " has seen epoch " + epoch + ", this is " + what.epoch());
            }
            if (epoch < what.epoch()) {
                Trees.asMap(secret.getOrDefault("metadata", Map.of()))
                        .put("resourceVersion", old.path("resourceVersion").asText());
                context.api().put(secrets + "/" + name, secret);
            }
        } catch (ApiFailure failure) {
            throw failure.isConflict()
                    ? Refusals.unknown("secret " + name + " is being changed by somebody else", failure)
                    : Translate.failure(context.name(), "replace secret " + name, failure);
        }
    }

    /// @param more annotations, by key
    private PodSight open(PodSight pod, Map<String, String> more) throws LauncherException {
        var tag = pod.tag().orElseThrow();
        // Others may have put theirs before it.
        var gate = "/spec/schedulingGates/" + tag.gate();
        var annotations = "/metadata/annotations/";
        var head = tag.owner() < 0 ? "/metadata/uid" : "/metadata/ownerReferences/" + tag.owner() + "/uid";
        var patch = new ArrayList<Object>(List.of(
                Launching.op("test", head, handle.head()),
                Launching.op("test", "/metadata/uid", pod.uid()),
                Launching.op("test", annotations + Launching.escaped(Keys.EPOCH), Long.toString(tag.epoch())),
                Launching.op("test", gate + "/name", Keys.GATE),
                Launching.op("replace", annotations + Launching.escaped(Keys.EPOCH), Long.toString(what.epoch())),
                Launching.op(
                        "add",
                        annotations + Launching.escaped(Keys.ACTIVATED),
                        Long.toString(context.clock().millis()))));
        if (what.contactLease().isPositive()) {
            patch.add(Launching.op(
                    "add",
                    annotations + Launching.escaped(Keys.LEASE),
                    Long.toString(what.contactLease().toSeconds())));
        }
        if (JobFiles.wantsFiles(what)) {
            patch.add(Launching.op("add", annotations + Launching.escaped(Keys.FILES), Trees.json(files())));
        }
        more.forEach((key, value) -> patch.add(Launching.op("add", annotations + Launching.escaped(key), value)));
        patch.add(Map.of("op", "remove", "path", gate));
        try {
            var opened = PodSight.of(
                    context.api().patch(Api.pods(pod.namespace()) + "/" + pod.name(), Api.JSON_PATCH, patch));
            context.pods().put(opened);
            return opened;
        } catch (ApiFailure failure) {
            if (!failure.isInvalid() && !failure.isMissing()) {
                throw Translate.failure(context.name(), "activate pod " + pod.name(), failure);
            }
        }
        return refusedOrOpen(tag, read(pod.name()), more);
    }

    private PodSight refusedOrOpen(PodSight.Tag before, PodSight now, Map<String, String> more)
            throws LauncherException {
        var tag = now.tag().orElseThrow(() -> Refusals.config("pod " + now.name() + " has lost its labels"));
        if (!now.head().equals(handle.head())) {
            throw Refusals.config("cannot activate " + handle.token() + ": pod " + now.name() + " is another one now");
        }
        if (tag.epoch() > what.epoch()) {
            throw Refusals.notDone(handle.token() + " has seen epoch " + tag.epoch() + ", this is " + what.epoch());
        }
        if (!now.isGated()) {
            return now;
        }
        if (tag.gate() != before.gate()) {
            return open(now, more);
        }
        throw Refusals.unknown("pod " + now.name() + " changed while it was activated");
    }

    /// What an upload brings: path and content address, the working directory first.
    private List<Object> files() {
        var files = new ArrayList<Object>();
        if (!what.workdir().isEmpty()) {
            files.add(List.of("~/sky_workdir", what.workdir()));
        }
        for (var mount : what.mounts()) {
            if (mount instanceof MountPoint.Blob(String path, String sha256)) {
                files.add(List.of(path, sha256));
            }
        }
        return files;
    }
}
