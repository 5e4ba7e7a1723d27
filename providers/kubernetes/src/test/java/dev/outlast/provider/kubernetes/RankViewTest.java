package dev.outlast.provider.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What a pod's status means, case by case.
class RankViewTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final String LONG_AGO = "2026-11-21T11:00:00Z";

    record Case(String name, String status, String meta, String node, String expected) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                new Case("not scheduled yet", "\"phase\":\"Pending\"", "", "ready", "Waiting"),
                new Case("in setup", running(false), "", "ready", "InSetup"),
                new Case("in run", running(true), "", "ready", "InRun"),
                new Case("success", ended(0, "Completed", "outlast run 0 0 1500"), "", "ready", "Exited 0"),
                new Case(
                        "success, and the node is gone",
                        ended(0, "Completed", "outlast run 0 0 1500"),
                        "",
                        "gone",
                        "Exited 0"),
                new Case("exit 3", ended(3, "Error", "outlast run 3 0 1500"), "", "ready", "Exited 3"),
                new Case("setup exit 7", ended(7, "Error", "outlast setup 7 0 0"), "", "ready", "Exited setup 7"),
                new Case("stopped", ended(143, "Error", "outlast run 143 1 1500"), "", "ready", "Exited 143 stopped"),
                new Case("killed without a record", ended(137, "Error", ""), "", "ready", "Exited setup 137"),
                new Case(
                        "exit 1, and the node is gone",
                        ended(1, "Error", "outlast run 1 0 9"),
                        "",
                        "gone",
                        "NODE_LOST"),
                new Case("out of memory", ended(137, "OOMKilled", ""), "", "ready", "USER"),
                new Case(
                        "evicted for disk pressure",
                        "\"phase\":\"Failed\",\"reason\":\"Evicted\",\"message\":\"disk\"",
                        "",
                        "ready",
                        "NODE_LOST"),
                new Case(
                        "preempted by the scheduler",
                        ended(143, "Error", "outlast run 143 1 9")
                                + condition("DisruptionTarget", "True", "PreemptionByScheduler"),
                        "",
                        "ready",
                        "PREEMPTED"),
                new Case(
                        "drained by the eviction API",
                        running(true) + condition("DisruptionTarget", "True", "EvictionByEvictionAPI"),
                        deleting(),
                        "ready",
                        "InRun noticed"),
                new Case(
                        "node shut down, spot",
                        "\"phase\":\"Failed\",\"reason\":\"NodeShutdown\"",
                        "",
                        "spot",
                        "PREEMPTED"),
                new Case(
                        "node shut down", "\"phase\":\"Failed\",\"reason\":\"NodeShutdown\"", "", "ready", "NODE_LOST"),
                new Case("being deleted", running(true), deleting(), "ready", "InRun noticed"),
                new Case("node announced to go", running(true), "", "noticed", "InRun noticed"),
                new Case("node silent", running(true), "", "silent", "Silent"),
                new Case(
                        "node silent, pods evicted",
                        running(true) + condition("DisruptionTarget", "True", "DeletionByTaintManager"),
                        deleting(),
                        "silent",
                        "NODE_LOST"),
                new Case("node silent, deleted by somebody", running(true), deleting(), "silent", "Silent"),
                new Case("node deleted", running(true), "", "gone", "NODE_LOST"),
                new Case("spot node deleted", running(true), "", "gone spot", "PREEMPTED"),
                new Case("node out of service", running(true), "", "out", "NODE_LOST"),
                new Case("wrong image name", waiting("InvalidImageName", "x"), activated(1), "ready", "CONFIG"),
                new Case(
                        "image not found", waiting("ErrImagePull", "nope: not found"), activated(1), "ready", "CONFIG"),
                new Case("registry hiccup", waiting("ErrImagePull", "i/o timeout"), activated(1), "ready", "Waiting"),
                new Case(
                        "registry away", waiting("ImagePullBackOff", "i/o timeout"), activated(120), "ready", "CONFIG"),
                new Case("unschedulable", unscheduled(), activated(59) + "unplaced", "ready", "Waiting"),
                new Case("unschedulable for too long", unscheduled(), activated(60) + "unplaced", "ready", "CAPACITY"),
                new Case(
                        "past its deadline",
                        ended(143, "Error", "outlast run 143 1 9") + ",\"reason\":\"DeadlineExceeded\"",
                        "",
                        "ready",
                        "USER"));
    }

    private static String running(boolean begun) {
        return "\"phase\":\"Running\",\"containerStatuses\":[{\"name\":\"job\",\"started\":" + begun
                + ",\"state\":{\"running\":{\"startedAt\":\"" + LONG_AGO + "\"}}}]";
    }

    private static String ended(int code, String reason, String message) {
        return "\"phase\":\"" + (code == 0 ? "Succeeded" : "Failed")
                + "\",\"containerStatuses\":[{\"name\":\"job\",\"started\":false,\"state\":{\"terminated\":{\"exitCode\":"
                + code
                + ",\"reason\":\"" + reason + "\",\"message\":\"" + message + "\",\"startedAt\":\"" + LONG_AGO
                + "\",\"finishedAt\":\"" + LONG_AGO + "\"}}}]";
    }

    private static String condition(String type, String status, String reason) {
        return ",\"conditions\":[{\"type\":\"" + type + "\",\"status\":\"" + status + "\",\"reason\":\"" + reason
                + "\",\"lastTransitionTime\":\"" + LONG_AGO + "\",\"message\":\"0/3 nodes\"}]";
    }

    private static String unscheduled() {
        return "\"phase\":\"Pending\"" + condition("PodScheduled", "False", "Unschedulable");
    }

    private static String waiting(String reason, String message) {
        return "\"phase\":\"Pending\",\"containerStatuses\":[{\"name\":\"job\",\"state\":{\"waiting\":{\"reason\":\""
                + reason + "\",\"message\":\"" + message + "\"}}}]";
    }

    private static String deleting() {
        return "deletionTimestamp " + LONG_AGO + ";";
    }

    private static String activated(int secondsAgo) {
        return "activated " + NOW.minusSeconds(secondsAgo).toEpochMilli() + ";";
    }

    @ParameterizedTest
    @MethodSource("cases")
    void means(Case one) throws Exception {
        assertThat(text(RankView.of(pod(one), 0, around(one.node())))).isEqualTo(one.expected());
    }

    @Test
    void aPodThatIsGoneIsALossUnlessItHadSucceeded() throws Exception {
        var cases = cases().toList();
        assertThat(text(RankView.gone(pod(find(cases, "in run")), 0, around("ready"))))
                .isEqualTo("NODE_LOST");
        assertThat(text(RankView.gone(pod(find(cases, "success")), 0, around("gone"))))
                .isEqualTo("Exited 0");
        assertThat(text(RankView.gone(pod(find(cases, "preempted by the scheduler")), 0, around("ready"))))
                .isEqualTo("PREEMPTED");
        assertThat(text(RankView.gone(pod(find(cases, "out of memory")), 0, around("ready"))))
                .isEqualTo("USER");
    }

    private static Case find(List<Case> cases, String name) {
        return cases.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    private static String text(RankView view) {
        return switch (view) {
            case RankView.Lost(Fault fault, String _) -> fault.name();
            case RankView.Silent _ -> "Silent";
            case RankView.Seen seen ->
                phase(seen.report().phase()) + (seen.notice().isEmpty() ? "" : " noticed");
        };
    }

    private static String phase(Phase phase) {
        return switch (phase) {
            case Phase.Waiting _ -> "Waiting";
            case Phase.InSetup _ -> "InSetup";
            case Phase.InRun _ -> "InRun";
            case Phase.Exited(boolean setup, int code, boolean stopped) ->
                "Exited " + (setup ? "setup " : "") + code + (stopped ? " stopped" : "");
        };
    }

    private static RankView.Around around(String node) {
        var labels = node.endsWith("spot") ? Map.of("karpenter.sh/capacity-type", "spot") : Map.<String, String>of();
        var taints = switch (node) {
            case "noticed" -> List.of("ToBeDeletedByClusterAutoscaler");
            case "out" -> List.of("node.kubernetes.io/out-of-service");
            default -> List.<String>of();
        };
        var sight = AcceleratorsTest.node("n", labels, taints, Map.of());
        var silent = new NodeSight("n", labels, sight.taints(), Map.of(), "Unknown", false);
        var there = node.startsWith("gone")
                ? Optional.<NodeSight>empty()
                : Optional.of(node.equals("silent") ? silent : sight);
        var gone = node.startsWith("gone") ? Optional.of(sight) : Optional.<NodeSight>empty();
        return new RankView.Around(there, gone, Duration.ofMinutes(1), Duration.ZERO, NOW);
    }

    private static PodSight pod(Case one) throws Exception {
        var meta = new StringBuilder();
        var annotations = new StringBuilder("\"outlast.dev/token\":\"i.1/1/0/1\"");
        for (var word : one.meta().split(";", -1)) {
            if (word.startsWith("deletionTimestamp")) {
                meta.append(",\"deletionTimestamp\":\"").append(LONG_AGO).append('"');
            } else if (word.startsWith("activated")) {
                annotations
                        .append(",\"outlast.dev/activated\":\"")
                        .append(word.substring(10))
                        .append('"');
            }
        }
        var node = one.meta().endsWith("unplaced") ? "" : "\"nodeName\":\"n\"";
        JsonNode tree = Trees.JSON.readTree(
                "{\"metadata\":{\"name\":\"p\",\"namespace\":\"x\",\"uid\":\"u\",\"labels\":{\"outlast.dev/installation\":\"i\"},\"annotations\":{"
                        + annotations + "}" + meta + "},\"spec\":{" + node + "},\"status\":{" + one.status() + "}}");
        return PodSight.of(tree);
    }
}
