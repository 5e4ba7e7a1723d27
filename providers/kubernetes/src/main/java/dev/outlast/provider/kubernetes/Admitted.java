package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether what the API server made of a pod is still what was asked for. Admission may add what it likes (side cars,
/// tolerations, labels, a limit, another registry); it must not take away what the fence, the runner and the
/// requested room stand on. Pure.
final class Admitted {
    private static final List<String> LABELS =
            List.of(Keys.INSTALLATION, Keys.INCARNATION, Keys.HASH, Keys.JOB, Keys.RANK);
    private static final List<String> ANNOTATIONS =
            List.of(Keys.TOKEN, Keys.EPOCH, Keys.NODES, Keys.OFFER, Keys.CARRIES);

    private Admitted() {}

    /// @param asked as it was sent
    /// @param made as it was answered
    /// @return the path of what was changed and how; empty when it will do
    static Optional<String> damage(Map<String, Object> asked, JsonNode made) {
        var wanted = Trees.JSON.<JsonNode>valueToTree(asked);
        var meta = made.path("metadata");
        for (var key : LABELS) {
            if (!meta.path("labels")
                    .path(key)
                    .equals(wanted.at("/metadata/labels").path(key))) {
                return Optional.of("metadata.labels." + key + " is not ours any more");
            }
        }
        for (var key : ANNOTATIONS) {
            if (!meta.path("annotations")
                    .path(key)
                    .equals(wanted.at("/metadata/annotations").path(key))) {
                return Optional.of("metadata.annotations." + key + " is not ours any more");
            }
        }
        if (!names(made.at("/spec/schedulingGates"), "name").contains(Keys.GATE)) {
            return Optional.of("spec.schedulingGates has lost " + Keys.GATE);
        }
        var owners = difference(
                names(wanted.at("/metadata/ownerReferences"), "name"), names(meta.path("ownerReferences"), "name"));
        if (!owners.isEmpty()) {
            return Optional.of("metadata.ownerReferences has lost the first pod of the gang");
        }
        if (!made.at("/spec/restartPolicy").equals(wanted.at("/spec/restartPolicy"))) {
            return Optional.of(
                    "spec.restartPolicy is " + made.at("/spec/restartPolicy").asText() + " now");
        }
        var lost = difference(names(wanted.at("/spec/volumes"), "name"), names(made.at("/spec/volumes"), "name"));
        if (!lost.isEmpty()) {
            return Optional.of("spec.volumes has lost " + String.join(", ", lost));
        }
        return container(job(wanted), job(made));
    }

    private static JsonNode job(JsonNode pod) {
        for (var container : pod.at("/spec/containers")) {
            if (container.path("name").asText().equals(PodRender.CONTAINER)) {
                return container;
            }
        }
        return Trees.JSON.missingNode();
    }

    private static Optional<String> container(JsonNode wanted, JsonNode made) {
        var path = "spec.containers[" + PodRender.CONTAINER + "]";
        if (made.isMissingNode()) {
            return Optional.of(path + " is gone");
        }
        for (var key : List.of("command", "args")) {
            if (!made.path(key).equals(wanted.path(key))) {
                return Optional.of(path + "." + key + " is not the runner any more");
            }
        }
        var mounts = difference(
                names(wanted.path("volumeMounts"), "mountPath"), names(made.path("volumeMounts"), "mountPath"));
        if (!mounts.isEmpty()) {
            return Optional.of(path + ".volumeMounts has lost " + String.join(", ", mounts));
        }
        for (var asked : wanted.at("/resources/requests").properties()) {
            var given = made.at("/resources/requests").path(asked.getKey()).asText("0");
            if (Amounts.milli(given) < Amounts.milli(asked.getValue().asText())) {
                return Optional.of(path + ".resources.requests." + asked.getKey() + " is " + given + " and not the "
                        + asked.getValue().asText() + " that the task asks for");
            }
        }
        return Optional.empty();
    }

    private static Set<String> names(JsonNode list, String key) {
        var names = new LinkedHashSet<String>();
        list.forEach(item -> names.add(item.path(key).asText()));
        return names;
    }

    private static Set<String> difference(Set<String> wanted, Set<String> there) {
        var lost = new LinkedHashSet<>(wanted);
        lost.removeAll(there);
        return lost;
    }
}
