package dev.outlast.provider.kubernetes;

import dev.outlast.core.job.Token;
import dev.outlast.core.spi.LauncherException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

/// Ends a cluster: tombstone, then its pods, by unique id, until none is left. Service and secret are owned by the
/// first pod and go with it.
record Releasing(KubeContext context, Token token) {
    private static final long LOOK_MILLIS = 2_000;
    private static final int LOOKS = 40;

    void release() throws LauncherException {
        context.ready(0);
        var known = context.tombstones().has(token) && context.pods().isAnyGone(token);
        try {
            context.tombstones().add(token);
        } catch (ApiFailure failure) {
            throw unknown("write the tombstone of " + token, failure);
        }
        // A launch of this controller that is not listed yet is in the cache; one of another controller's shows up
        // there and is ended by Chores.
        if (context.pods().of(token).isEmpty() && !known) {
            look();
        }
        deleteAll(context.pods().of(token).values());
        awaitNothingLeft();
    }

    /// What another leader made a moment ago may not be listed yet.
    private void look() throws LauncherException {
        try {
            var list = context.api()
                    .get(Api.pods(context.namespace()) + "?labelSelector="
                            + Api.encode(Keys.HASH + "=" + Keys.hash(token)));
            for (var pod : list.path("items")) {
                context.pods().put(PodSight.of(pod).asSeenFrom(context.name(), context.namespace()));
            }
        } catch (ApiFailure failure) {
            throw unknown("list the pods of " + token, failure);
        }
    }

    private void deleteAll(Collection<PodSight> pods) throws LauncherException {
        var calls = new ArrayList<Callable<PodSight>>();
        for (var pod : pods) {
            if (context.isHere(pod)) {
                calls.add(() -> {
                    try {
                        delete(context, pod, isBeyondReach(pod));
                    } catch (ApiFailure failure) {
                        throw unknown("delete pod " + pod.name(), failure);
                    }
                    return pod;
                });
            }
        }
        if (!calls.isEmpty()) {
            Launching.Together.run(calls);
        }
    }

    /// A no of the server to a deletion leaves the thing there: whatever it says, something may be left.
    private LauncherException unknown(String what, ApiFailure failure) {
        return Refusals.unknown("context " + context.name() + ": cannot " + what, failure);
    }

    private void awaitNothingLeft() throws LauncherException {
        try {
            for (int look = 0; look < LOOKS; look++) {
                if (context.pods().awaitGone(token, context::isHere, LOOK_MILLIS)) {
                    return;
                }
                var lost = context.pods().of(token).values().stream()
                        .filter(pod -> context.isHere(pod) && isBeyondReach(pod))
                        .toList();
                deleteAll(lost);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw Refusals.unknown("interrupted while the pods of " + token + " end", interrupted);
        }
        var left = context.pods().of(token).values().stream().findFirst();
        throw Refusals.unknown("pods of " + token + " are still there"
                + left.map(pod -> ", such as " + pod.name() + " on node " + pod.node())
                        .orElse(""));
    }

    /// Whether nobody is left there to confirm its end: only then it is taken off the list unconfirmed.
    private boolean isBeyondReach(PodSight pod) {
        if (pod.node().isEmpty()) {
            return false;
        }
        var node = context.nodes().find(pod.node());
        return (node.isEmpty() && context.nodes().gone(pod.node()).isPresent())
                || node.map(NodeSight::isOutOfService).orElse(false)
                || RankView.isGivenUp(pod, node);
    }

    /// @param unconfirmed without waiting for the word of its node
    static void delete(KubeContext context, PodSight pod, boolean unconfirmed) throws ApiFailure {
        var options = new LinkedHashMap<String, Object>();
        options.put("apiVersion", "v1");
        options.put("kind", "DeleteOptions");
        options.put("gracePeriodSeconds", unconfirmed ? 0 : 1);
        options.put("preconditions", Map.of("uid", pod.uid()));
        options.put("propagationPolicy", "Background");
        try {
            context.api().delete(Api.pods(pod.namespace()) + "/" + pod.name(), options);
        } catch (ApiFailure failure) {
            // Not there, or another one by the same name: this one is gone.
            if (!failure.isMissing() && !failure.isConflict()) {
                throw failure;
            }
            context.pods().remove(pod);
        }
    }
}
