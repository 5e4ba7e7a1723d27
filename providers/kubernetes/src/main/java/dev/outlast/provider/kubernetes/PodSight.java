package dev.outlast.provider.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.core.job.Token;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// What is kept of a pod, which is little: thousands are watched.
///
/// @param tag of a pod of ours; empty for a stranger's, of which only node and requests count
/// @param head the unique id of the cluster's first pod: its own, or that of its owner
/// @param version grows with every change of it
/// @param node where it was scheduled to, empty for nowhere yet
/// @param deleting since when its deletion was asked for
/// @param told the annotations that tell it something, by key
/// @param requests by resource, in thousandths
record PodSight(
        String namespace,
        String name,
        String uid,
        String head,
        long version,
        Optional<Tag> tag,
        String node,
        String ip,
        State state,
        Optional<Instant> deleting,
        Map<String, String> told,
        Map<String, Long> requests) {
    PodSight {
        told = Map.copyOf(told);
        requests = Map.copyOf(requests);
    }

    /// @param gate which of its scheduling gates is ours, from 0; below 0 when that is open
    /// @param owner which of its owners is the cluster's first pod, from 0; below 0 for that pod itself
    record Tag(Token token, int rank, int nodes, long epoch, String offer, int gate, int owner) {}

    /// @param phase as Kubernetes says: `Pending`, `Running`, `Succeeded`, `Failed`
    /// @param reason of the pod's end, such as `Evicted`, or why its container waits
    /// @param disruption the reason of its condition DisruptionTarget, empty for none
    /// @param unscheduled since when, and what the scheduler says about it
    /// @param container of ours
    record State(
            String phase,
            String reason,
            String message,
            String disruption,
            Optional<Waiting> unscheduled,
            Optional<Container> container) {}

    record Waiting(Instant since, String message) {}

    /// @param begun whether `run` has begun
    /// @param since when it was started, or `run` began
    /// @param end empty while it lives
    record Container(boolean begun, Instant since, Optional<End> end) {}

    record End(int code, String reason, String message, Instant at) {}

    /// In another namespace, or made by another context that leads to the same one, it is a stranger's: a cluster
    /// has one handle.
    PodSight asSeenFrom(String context, String ours) {
        return tag.isEmpty()
                        || (namespace.equals(ours)
                                && told.getOrDefault(Keys.CONTEXT, context).equals(context))
                ? this
                : new PodSight(
                        namespace,
                        name,
                        uid,
                        head,
                        version,
                        Optional.empty(),
                        node,
                        ip,
                        state,
                        deleting,
                        Map.of(),
                        requests);
    }

    boolean isOver() {
        return state.phase.equals("Succeeded") || state.phase.equals("Failed");
    }

    /// How long the task itself lets the scheduler try, if it says so; zero for ever.
    Optional<Duration> provisionTimeout() {
        var said = told.get(Keys.PROVISION);
        return said == null
                ? Optional.empty()
                : Durations.seconds(said).map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /// Whether its files are annotations of its own.
    boolean carriesFiles() {
        return told.containsKey(Keys.CARRIES);
    }

    boolean isGated() {
        return tag.map(one -> one.gate() >= 0).orElse(false);
    }

    static PodSight of(JsonNode pod) {
        var meta = pod.path("metadata");
        var uid = meta.path("uid").asText();
        var tag = tag(pod);
        var owner = tag.map(Tag::owner).orElse(-1);
        return new PodSight(
                meta.path("namespace").asText().intern(),
                meta.path("name").asText(),
                uid,
                owner < 0
                        ? uid
                        : meta.path("ownerReferences").path(owner).path("uid").asText(),
                meta.path("resourceVersion").asLong(),
                tag,
                pod.at("/spec/nodeName").asText("").intern(),
                pod.at("/status/podIP").asText(""),
                state(pod),
                instant(meta.path("deletionTimestamp")),
                told(meta.path("annotations")),
                requests(pod.path("spec")));
    }

    private static Optional<Tag> tag(JsonNode pod) {
        var annotations = pod.at("/metadata/annotations");
        if (!pod.at("/metadata/labels").has(Keys.INSTALLATION)) {
            return Optional.empty();
        }
        return Token.parse(annotations.path(Keys.TOKEN).asText())
                .map(token -> new Tag(
                        token,
                        pod.at("/metadata/labels").path(Keys.RANK).asInt(),
                        annotations.path(Keys.NODES).asInt(1),
                        annotations.path(Keys.EPOCH).asLong(),
                        annotations.path(Keys.OFFER).asText().intern(),
                        named(pod.at("/spec/schedulingGates"), Keys.GATE),
                        named(pod.at("/metadata/ownerReferences"), Keys.pod(token, 0))));
    }

    /// Others may have put theirs before it.
    private static int named(JsonNode list, String name) {
        return IntStream.range(0, list.size())
                .filter(i -> list.path(i).path("name").asText().equals(name))
                .findFirst()
                .orElse(-1);
    }

    private static State state(JsonNode pod) {
        var status = pod.path("status");
        var disruption = "";
        var unscheduled = Optional.<Waiting>empty();
        var ready = Optional.<Instant>empty();
        for (var condition : status.path("conditions")) {
            var type = condition.path("type").asText();
            var holds = condition.path("status").asText().equals("True");
            if (type.equals("DisruptionTarget") && holds) {
                disruption = condition.path("reason").asText().intern();
            } else if (type.equals("PodScheduled") && !holds) {
                unscheduled = instant(condition.path("lastTransitionTime"))
                        .map(since ->
                                new Waiting(since, condition.path("message").asText()));
            } else if (type.equals("Ready") && holds) {
                ready = instant(condition.path("lastTransitionTime"));
            }
        }
        var mine = container(status);
        var waiting = mine.at("/state/waiting");
        return new State(
                status.path("phase").asText("Pending").intern(),
                status.path("reason").asText(waiting.path("reason").asText("")).intern(),
                status.path("message").asText(waiting.path("message").asText("")),
                disruption,
                unscheduled,
                container(mine, ready));
    }

    private static JsonNode container(JsonNode status) {
        for (var one : status.path("containerStatuses")) {
            if (one.path("name").asText().equals(PodRender.CONTAINER)) {
                return one;
            }
        }
        return status.path("none");
    }

    private static Optional<Container> container(JsonNode mine, Optional<Instant> ready) {
        var running = mine.at("/state/running");
        if (running.isObject()) {
            var started = instant(running.path("startedAt")).orElse(Instant.EPOCH);
            // Simulated kubelets know no startup probes.
            var begun = mine.path("started").asBoolean(mine.path("ready").asBoolean());
            return Optional.of(new Container(begun, begun ? ready.orElse(started) : started, Optional.empty()));
        }
        var ended = mine.at("/state/terminated");
        if (!ended.isObject()) {
            return Optional.empty();
        }
        var started = instant(ended.path("startedAt")).orElse(Instant.EPOCH);
        var end = new End(
                ended.path("exitCode").asInt(),
                ended.path("reason").asText().intern(),
                ended.path("message").asText(""),
                instant(ended.path("finishedAt")).orElse(started));
        return Optional.of(new Container(mine.path("started").asBoolean(), started, Optional.of(end)));
    }

    private static Map<String, String> told(JsonNode annotations) {
        var told = new HashMap<String, String>();
        for (var key : new String[] {
            Keys.ACTIVATED,
            Keys.PEERS,
            Keys.GO,
            Keys.DRAIN,
            Keys.CONTACT,
            Keys.LEASE,
            Keys.FILES,
            Keys.CLUSTER,
            Keys.CONTEXT,
            Keys.PROVISION,
            Keys.CARRIES
        }) {
            if (annotations.has(key)) {
                told.put(key, annotations.path(key).asText());
            }
        }
        return told;
    }

    private static Map<String, Long> requests(JsonNode spec) {
        var sum = new HashMap<String, Long>();
        for (var container : spec.path("containers")) {
            NodeSight.amounts(container.at("/resources/requests"))
                    .forEach((key, amount) -> sum.merge(key, amount, Long::sum));
        }
        for (var container : spec.path("initContainers")) {
            NodeSight.amounts(container.at("/resources/requests"))
                    .forEach((key, amount) -> sum.merge(key, amount, Math::max));
        }
        NodeSight.amounts(spec.path("overhead")).forEach((key, amount) -> sum.merge(key, amount, Long::sum));
        return sum;
    }

    private static Optional<Instant> instant(JsonNode text) {
        try {
            return text.isTextual() ? Optional.of(Instant.parse(text.asText())) : Optional.empty();
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }
}
