package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.RankReport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the ranks of one cluster say together.
final class Ranks {
    private Ranks() {}

    static boolean allSucceeded(List<RankReport> ranks) {
        return !ranks.isEmpty()
                && ranks.stream()
                        .allMatch(r -> r.phase() instanceof RankReport.Phase.Exited e && !e.inSetup() && e.code() == 0);
    }

    /// Whether something of the user's was started on some rank.
    static boolean begun(List<RankReport> ranks) {
        return ranks.stream().anyMatch(r -> !(r.phase() instanceof RankReport.Phase.Waiting));
    }

    static Optional<RankReport> firstFailure(List<RankReport> ranks) {
        return ranks.stream()
                .filter(r -> r.phase() instanceof RankReport.Phase.Exited e && (e.code() != 0 || e.inSetup()))
                .min(Comparator.comparingInt(RankReport::rank));
    }

    /// Any failed exit, or the end of all: nothing of the user's runs any more on some rank.
    static boolean allExited(List<RankReport> ranks) {
        return !ranks.isEmpty() && ranks.stream().allMatch(r -> r.phase() instanceof RankReport.Phase.Exited);
    }

    static boolean runStarted(List<RankReport> ranks) {
        return ranks.stream()
                .anyMatch(r -> r.phase() instanceof RankReport.Phase.InRun
                        || (r.phase() instanceof RankReport.Phase.Exited e && !e.inSetup()));
    }

    static Duration ranFor(List<RankReport> ranks) {
        return ranks.stream()
                .map(RankReport::ranFor)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /// How long the most talkative rank that still runs has been silent.
    static Duration idleFor(List<RankReport> ranks) {
        return ranks.stream()
                .filter(r -> r.phase() instanceof RankReport.Phase.InRun)
                .map(RankReport::idleFor)
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}
