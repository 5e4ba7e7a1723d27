package dev.outlast.provider.kubernetes;

import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// What one pod says of its rank. Pure.
sealed interface RankView {
    /// @param notice that it is about to be taken away, empty for none
    record Seen(RankReport report, String notice) implements RankView {}

    record Lost(Fault fault, String detail) implements RankView {}

    record Silent(String detail) implements RankView {}

    /// What else is known when a pod is looked at.
    ///
    /// @param node empty when it is not in the list of nodes
    /// @param goneNode what the node was like, when it was deleted
    /// @param idle since the last output that is known
    record Around(
            Optional<NodeSight> node,
            Optional<NodeSight> goneNode,
            Duration provisionTimeout,
            Duration idle,
            Instant now) {}

    /// Reasons of a pod's end that are the platform's doing.
    Set<String> TAKEN = Set.of("Preempted", "Preempting", "Shutdown", "NodeShutdown", "Terminated");
    Set<String> HOPELESS_IMAGE = Set.of(
            "InvalidImageName",
            "ErrImageNeverPull",
            "CreateContainerConfigError",
            "CreateContainerError",
            "RunContainerError");
    Set<String> PULL_FAILED = Set.of("ErrImagePull", "ImagePullBackOff", "RegistryUnavailable", "ImageInspectError");
    Duration PATIENCE_WITH_PULLS = Duration.ofSeconds(90);

    static RankView of(PodSight pod, int rank, Around around) {
        var end = pod.state().container().flatMap(PodSight.Container::end);
        if (end.isPresent()) {
            return ended(pod, rank, end.get(), around);
        }
        if (pod.state().phase().equals("Failed")) {
            return new Lost(fault(pod, around), reason(pod));
        }
        var lost = lostNode(pod, around);
        if (lost.isPresent()) {
            return lost.get();
        }
        var stuck = stuck(pod, around);
        if (stuck.isPresent()) {
            return stuck.get();
        }
        if (around.node().isPresent()
                && !around.node().get().isReady()
                && !pod.node().isEmpty()) {
            return new Silent("node " + pod.node() + " is not ready ("
                    + around.node().get().ready() + ")");
        }
        return new Seen(report(pod, rank, around), notice(pod, around));
    }

    /// The last sight of a pod that is not there any more.
    static RankView gone(PodSight last, int rank, Around around) {
        var end = last.state().container().flatMap(PodSight.Container::end);
        var view = end.map(e -> ended(last, rank, e, around));
        if (view.isPresent()
                && view.get() instanceof Seen seen
                && seen.report().phase() instanceof Phase.Exited exited
                && exited.code() == 0) {
            return seen;
        }
        if (view.isPresent() && view.get() instanceof Lost lost) {
            return lost;
        }
        return new Lost(fault(last, around), "pod " + last.name() + " was deleted" + suffix(reason(last)));
    }

    private static String suffix(String reason) {
        return reason.isEmpty() ? "" : ": " + reason;
    }

    private static RankView ended(PodSight pod, int rank, PodSight.End end, Around around) {
        var record = ExitRecord.parse(end.message());
        var code = record.map(ExitRecord::code).orElse(end.code());
        if (code == 0 && (record.isPresent() || end.code() == 0)) {
            return exited(rank, record, 0, pod, end);
        }
        if (end.reason().equals("OOMKilled")) {
            return new Lost(
                    Fault.USER,
                    "pod " + pod.name() + " was killed for want of memory (OOMKilled, code " + end.code() + ")");
        }
        var taken = !pod.state().disruption().isEmpty()
                || TAKEN.contains(pod.state().reason())
                || pod.state().reason().equals("Evicted");
        if (taken || pod.deleting().isPresent()) {
            return new Lost(fault(pod, around), "pod " + pod.name() + " was ended" + suffix(reason(pod)));
        }
        if (pod.state().reason().equals("DeadlineExceeded")) {
            return new Lost(Fault.USER, "pod " + pod.name() + " passed its activeDeadlineSeconds");
        }
        return lostNode(pod, around).orElseGet(() -> exited(rank, record, code, pod, end));
    }

    private static RankView exited(int rank, Optional<ExitRecord> record, int code, PodSight pod, PodSight.End end) {
        var container = pod.state().container().orElseThrow();
        var inSetup = record.map(ExitRecord::inSetup).orElse(!container.begun());
        var ran = record.map(ExitRecord::ran).orElseGet(() -> positive(Duration.between(container.since(), end.at())));
        var phase = new Phase.Exited(
                inSetup && code != 0, code, record.map(ExitRecord::stopped).orElse(false));
        return new Seen(new RankReport(rank, phase, ran, Duration.ZERO), "");
    }

    /// Proof that the node is no more, or that the platform has given it up.
    private static Optional<RankView> lostNode(PodSight pod, Around around) {
        if (pod.node().isEmpty()) {
            return Optional.empty();
        }
        if (around.goneNode().isPresent()) {
            return Optional.of(new Lost(fault(pod, around), "node " + pod.node() + " was deleted"));
        }
        if (around.node().map(NodeSight::isOutOfService).orElse(false)) {
            return Optional.of(new Lost(Fault.NODE_LOST, "node " + pod.node() + " is out of service"));
        }
        return isGivenUp(pod, around.node())
                ? Optional.of(new Lost(
                        fault(pod, around),
                        "node " + pod.node() + " is not ready, and its pods are evicted" + suffix(reason(pod))))
                : Optional.empty();
    }

    /// Kubernetes evicts from a node that does not answer: it will not get its word from there.
    static boolean isGivenUp(PodSight pod, Optional<NodeSight> node) {
        return node.map(n -> !n.isReady()).orElse(false)
                && pod.deleting().isPresent()
                && !pod.state().disruption().isEmpty();
    }

    private static Optional<RankView> stuck(PodSight pod, Around around) {
        var state = pod.state();
        if (state.container().isPresent() || pod.isGated()) {
            return Optional.empty();
        }
        var waited =
                activated(pod).map(at -> Duration.between(at, around.now())).orElse(Duration.ZERO);
        var reason = state.reason();
        var hopeless =
                PULL_FAILED.contains(reason) && (waited.compareTo(PATIENCE_WITH_PULLS) > 0 || isFinal(state.message()));
        if (HOPELESS_IMAGE.contains(reason) || hopeless) {
            return Optional.of(new Lost(Fault.CONFIG, reason + suffix(state.message())));
        }
        var limit = around.provisionTimeout();
        if (pod.node().isEmpty() && !limit.isZero() && waited.compareTo(limit) >= 0) {
            var why = state.unscheduled().map(PodSight.Waiting::message).orElse("");
            return Optional.of(
                    new Lost(Fault.CAPACITY, "not scheduled within " + limit.toSeconds() + " s" + suffix(why)));
        }
        return Optional.empty();
    }

    private static boolean isFinal(String message) {
        return message.contains("not found")
                || message.contains("manifest unknown")
                || message.contains("denied")
                || message.contains("unauthorized");
    }

    static Optional<Instant> activated(PodSight pod) {
        var text = pod.told().getOrDefault(Keys.ACTIVATED, "");
        return text.matches("[0-9]{1,18}") ? Optional.of(Instant.ofEpochMilli(Long.parseLong(text))) : Optional.empty();
    }

    private static RankReport report(PodSight pod, int rank, Around around) {
        var container = pod.state().container();
        if (pod.isGated() || container.isEmpty()) {
            return new RankReport(rank, new Phase.Waiting(), Duration.ZERO, Duration.ZERO);
        }
        if (!container.get().begun()) {
            return new RankReport(rank, new Phase.InSetup(), Duration.ZERO, around.idle());
        }
        var ran = positive(Duration.between(container.get().since(), around.now()));
        return new RankReport(rank, new Phase.InRun(), ran, around.idle());
    }

    private static String notice(PodSight pod, Around around) {
        if (pod.deleting().isPresent() || !pod.state().disruption().isEmpty()) {
            return "pod " + pod.name() + " is being deleted" + suffix(reason(pod));
        }
        return pod.node().isEmpty()
                ? ""
                : around.node()
                        .flatMap(NodeSight::notice)
                        .map(taint -> "node " + pod.node() + " is about to go: " + taint.key())
                        .orElse("");
    }

    /// Spot capacity that goes was taken back; and so is what had to make room.
    private static Fault fault(PodSight pod, Around around) {
        var state = pod.state();
        var node = around.node().or(around::goneNode);
        var taken = state.disruption().equals("PreemptionByScheduler")
                || state.disruption().equals("EvictionByEvictionAPI")
                || state.reason().equals("Preempted")
                || state.reason().equals("Preempting");
        var spot = node.map(SpotMarks::isSpot).orElse(false)
                || pod.tag().map(tag -> tag.offer().endsWith(" spot")).orElse(false);
        return taken || spot ? Fault.PREEMPTED : Fault.NODE_LOST;
    }

    private static String reason(PodSight pod) {
        var state = pod.state();
        var reason = state.disruption().isEmpty() ? state.reason() : state.disruption();
        return state.message().isEmpty() ? reason : reason + " (" + state.message() + ")";
    }

    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
