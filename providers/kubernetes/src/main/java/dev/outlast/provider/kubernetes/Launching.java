package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.ClusterRequest;
import dev.outlast.core.spi.LauncherException;
import dev.outlast.core.spi.LauncherException.Certainty;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Makes the pods of a cluster, gated, or adopts those that are there.
record Launching(KubeContext context, ClusterRequest request) {

    ClusterHandle launch() throws LauncherException {
        var offer = request.offer();
        var shape = InstanceShape.parse(offer.instanceType())
                .orElseThrow(() -> Refusals.config("not sold here: " + offer.key()));
        context.ready(request.epoch());
        refuseReleased();
        var present = context.pods().of(request.token());
        if (present.size() == request.nodes()) {
            return adoptAll(present.values().stream().toList(), shape);
        }
        var render = render(shape);
        if (present.isEmpty()) {
            render.pod(0, ""); // what is wrong with the wishes is known before room is asked for
            context.promise(request.token(), shape, offer.spot(), request.nodes());
        }
        try {
            return makeAll(render);
        } finally {
            context.settle(request.token());
        }
    }

    private PodRender render(InstanceShape shape) {
        var nodes = context.room().suitable(shape, request.offer().spot());
        var found = new ArrayList<Accelerators.Found>();
        if (shape.count() > 0) {
            nodes.forEach(node ->
                    Accelerators.of(node).filter(one -> !found.contains(one)).ifPresent(found::add));
        }
        var spot = new TreeMap<String, List<String>>();
        for (var node : nodes) {
            SpotMarks.labels(node).keySet().forEach(key -> spot.put(key, SpotMarks.values(key)));
        }
        var distinct = new ArrayList<Accelerators.Found>();
        for (var one : found) {
            if (distinct.stream().noneMatch(other -> other.labels().equals(one.labels()))) {
                distinct.add(one);
            }
        }
        return new PodRender(context.config(), request, shape, distinct, spot);
    }

    private void refuseReleased() throws LauncherException {
        if (context.tombstones().has(request.token())) {
            throw Refusals.config(request.token() + " was released");
        }
    }

    private ClusterHandle makeAll(PodRender render) throws LauncherException {
        var head = createOrAdopt(render, 0, "");
        if (request.nodes() > 1) {
            var uid = head.uid();
            var rest = new ArrayList<Callable<PodSight>>();
            for (int rank = 1; rank < request.nodes(); rank++) {
                var mine = rank;
                rest.add(() -> createOrAdopt(render, mine, uid));
            }
            rest.add(() -> {
                createService(render, uid);
                return head;
            });
            try {
                Together.run(rest);
            } catch (LauncherException refused) {
                throw refused.certainty() == Certainty.CERTAINLY_NOT_DONE ? undone(refused) : refused;
            }
        }
        // A release that came in the meantime has not seen what was made after it looked.
        if (context.tombstones().has(request.token())) {
            new Releasing(context, request.token()).release();
            throw Refusals.config(request.token() + " was released");
        }
        return new Handle(request.token(), head.uid(), request.nodes(), context.namespace(), context.name()).text();
    }

    /// One pod that was refused refuses the gang: those that were made hold a part of the namespace's quota.
    private LauncherException undone(LauncherException refused) {
        try {
            for (var pod : context.pods().of(request.token()).values()) {
                if (context.isHere(pod) && pod.isGated()) {
                    Releasing.delete(context, pod, false);
                }
            }
            return refused;
        } catch (ApiFailure failure) {
            return Refusals.unknown(refused.getMessage() + "; and the gang's other pods cannot be deleted", failure);
        }
    }

    private ClusterHandle adoptAll(List<PodSight> present, InstanceShape shape) throws LauncherException {
        for (var pod : present) {
            adopt(pod);
        }
        var any = present.getFirst();
        if (request.nodes() > 1) {
            // Who made the pods may have died before it made what gives them their names.
            createService(render(shape), any.head());
        }
        return new Handle(request.token(), any.head(), request.nodes(), context.namespace(), context.name()).text();
    }

    private PodSight createOrAdopt(PodRender render, int rank, String head) throws LauncherException {
        var name = Keys.pod(request.token(), rank);
        var asked = render.pod(rank, head);
        try {
            var made = context.api().post(Api.pods(context.namespace()) + "?fieldValidation=Strict", asked);
            var sight = seen(made);
            var damage = Admitted.damage(asked, made);
            if (damage.isPresent()) {
                throw takenBack(sight, damage.get());
            }
            return sight;
        } catch (ApiFailure failure) {
            if (!failure.isConflict() || !failure.reason().equals("AlreadyExists")) {
                throw Translate.failure(context.name(), "make pod " + name, failure);
            }
        }
        try {
            return adopt(PodSight.of(context.api().get(Api.pods(context.namespace()) + "/" + name)));
        } catch (ApiFailure failure) {
            if (failure.isMissing()) {
                throw Refusals.unknown("pod " + name + " was there and is not any more");
            }
            throw Translate.failure(context.name(), "read pod " + name, failure);
        }
    }

    /// A pod that admission made another thing of, perhaps one that is not inert.
    private LauncherException takenBack(PodSight pod, String damage) {
        var refusal = "context " + context.name() + ": admission in this cluster has changed pod " + pod.name() + ": "
                + damage + "; let that webhook or policy leave pods with the label " + Keys.INSTALLATION
                + " alone in namespace " + context.namespace();
        try {
            Releasing.delete(context, pod, false);
            return Refusals.config(refusal);
        } catch (ApiFailure failure) {
            return Refusals.unknown(refusal + "; and it cannot be deleted", failure);
        }
    }

    private PodSight seen(JsonNode pod) {
        var sight = PodSight.of(pod);
        context.pods().put(sight);
        return sight;
    }

    /// The highest epoch is kept where the effect happens: in the pod.
    private PodSight adopt(PodSight pod) throws LauncherException {
        var tag = pod.tag()
                .filter(t -> t.token().equals(request.token()))
                .orElseThrow(() -> Refusals.config(
                        "context " + context.name() + ": pod " + pod.name() + " is there and is not ours: remove it"));
        if (tag.epoch() > request.epoch()) {
            throw Refusals.notDone(request.token() + " has seen epoch " + tag.epoch() + ", this is " + request.epoch());
        }
        if (tag.epoch() == request.epoch()) {
            context.pods().put(pod);
            return pod;
        }
        return raise(context, pod, tag, request.epoch());
    }

    static PodSight raise(KubeContext context, PodSight pod, PodSight.Tag tag, long epoch) throws LauncherException {
        var patch = List.of(
                op("test", "/metadata/uid", pod.uid()),
                op("test", "/metadata/annotations/" + escaped(Keys.EPOCH), Long.toString(tag.epoch())),
                op("replace", "/metadata/annotations/" + escaped(Keys.EPOCH), Long.toString(epoch)));
        var path = Api.pods(pod.namespace()) + "/" + pod.name();
        try {
            var sight = PodSight.of(context.api().patch(path, Api.JSON_PATCH, patch));
            context.pods().put(sight);
            return sight;
        } catch (ApiFailure failure) {
            if (!failure.isInvalid()) {
                throw Translate.failure(context.name(), "raise the epoch of pod " + pod.name(), failure);
            }
        }
        // Somebody else raised it: to ours, or beyond.
        try {
            var now = PodSight.of(context.api().get(path));
            context.pods().put(now);
            var seen = now.tag().filter(_ -> now.uid().equals(pod.uid()));
            if (seen.isPresent() && seen.get().epoch() == epoch) {
                return now;
            }
            if (seen.isPresent() && seen.get().epoch() < epoch) {
                return raise(context, now, seen.get(), epoch);
            }
            throw Refusals.notDone(tag.token() + " has seen a higher epoch than " + epoch);
        } catch (ApiFailure failure) {
            throw Translate.failure(context.name(), "read pod " + pod.name(), failure);
        }
    }

    static Map<String, Object> op(String op, String path, Object value) {
        return Map.of("op", op, "path", path, "value", value);
    }

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    private void createService(PodRender render, String head) throws LauncherException {
        try {
            context.api().post("/api/v1/namespaces/" + context.namespace() + "/services", render.service(head));
        } catch (ApiFailure failure) {
            if (!failure.isConflict()) {
                throw Translate.failure(context.name(), "make service " + render.name(), failure);
            }
        }
    }

    /// Calls for the pods of a gang, side by side.
    static final class Together {
        private static final int AT_A_TIME = 16;

        private Together() {}

        static <T> List<T> run(List<Callable<T>> calls) throws LauncherException {
            if (calls.size() == 1) {
                return List.of(one(calls.getFirst()));
            }
            var results = new ArrayList<T>();
            var first = Optional.<LauncherException>empty();
            try (var threads = Executors.newFixedThreadPool(
                    Math.min(AT_A_TIME, calls.size()), Thread.ofVirtual().factory())) {
                var answers = new ArrayList<Future<T>>();
                calls.forEach(call -> answers.add(threads.submit(call)));
                for (var answer : answers) {
                    try {
                        results.add(answer.get());
                    } catch (ExecutionException failed) {
                        first = worse(first, failed.getCause());
                    } catch (InterruptedException interrupted) {
                        threads.shutdownNow();
                        Thread.currentThread().interrupt();
                        throw Refusals.unknown("interrupted", interrupted);
                    }
                }
            }
            if (first.isPresent()) {
                throw first.get();
            }
            return results;
        }

        private static <T> T one(Callable<T> call) throws LauncherException {
            try {
                return call.call();
            } catch (LauncherException | RuntimeException refused) {
                throw refused instanceof LauncherException known ? known : Refusals.unknown("a bug", refused);
            } catch (Exception broken) {
                throw Refusals.unknown("a call failed", broken);
            }
        }

        /// What may have happened counts more than what certainly did not.
        private static Optional<LauncherException> worse(Optional<LauncherException> first, @Nullable Throwable cause) {
            var next = cause instanceof LauncherException refused
                    ? refused
                    : Refusals.unknown("a call failed", cause == null ? new IllegalStateException() : cause);
            return first.isEmpty() || next.certainty() == Certainty.UNKNOWN ? Optional.of(next) : first;
        }
    }
}
