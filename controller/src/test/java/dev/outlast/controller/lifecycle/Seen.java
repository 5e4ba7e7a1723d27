package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// Observations, as tests need them.
final class Seen {
    private Seen() {}

    static RankReport waiting(int rank) {
        return report(rank, new RankReport.Phase.Waiting(), Duration.ZERO, Duration.ZERO);
    }

    static RankReport inSetup(int rank) {
        return report(rank, new RankReport.Phase.InSetup(), Duration.ZERO, Duration.ZERO);
    }

    static RankReport running(int rank) {
        return running(rank, Duration.ofSeconds(1));
    }

    static RankReport running(int rank, Duration ranFor) {
        return report(rank, new RankReport.Phase.InRun(), ranFor, Duration.ZERO);
    }

    static RankReport idle(int rank, Duration idleFor) {
        return report(rank, new RankReport.Phase.InRun(), idleFor, idleFor);
    }

    static RankReport exited(int rank, int code) {
        return exited(rank, code, Duration.ofSeconds(1));
    }

    static RankReport exited(int rank, int code, Duration ranFor) {
        return report(rank, new RankReport.Phase.Exited(false, code, false), ranFor, Duration.ZERO);
    }

    static RankReport stopped(int rank, int code) {
        return report(rank, new RankReport.Phase.Exited(false, code, true), Duration.ofSeconds(1), Duration.ZERO);
    }

    static RankReport setupFailed(int rank, int code) {
        return report(rank, new RankReport.Phase.Exited(true, code, false), Duration.ZERO, Duration.ZERO);
    }

    static Observation up(RankReport... ranks) {
        return new Observation.Up(List.of(ranks));
    }

    static Observation allExited(int ranks, int code) {
        return new Observation.Up(
                IntStream.range(0, ranks).mapToObj(r -> exited(r, code)).toList());
    }

    static Observation noticed(RankReport... ranks) {
        return new Observation.Noticed(List.of(ranks), "taken back in 120 s");
    }

    static Observation preempted() {
        return new Observation.Gone(Fault.PREEMPTED, "the provider took it back");
    }

    static Observation gone(Fault fault) {
        return new Observation.Gone(fault, "as told");
    }

    static Observation unknown() {
        return new Observation.Unknown("no answer");
    }

    private static RankReport report(int rank, RankReport.Phase phase, Duration ranFor, Duration idleFor) {
        return new RankReport(rank, phase, ranFor, idleFor);
    }
}
