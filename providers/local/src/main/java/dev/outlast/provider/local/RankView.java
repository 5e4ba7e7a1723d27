package dev.outlast.provider.local;

import dev.outlast.core.cluster.RankReport;
import dev.outlast.core.cluster.RankReport.Phase;
import dev.outlast.node.AttemptDirectory;
import dev.outlast.node.RunnerStatus;
import dev.outlast.node.RunnerStatus.Exit;
import dev.outlast.node.RunnerStatus.Liveness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Reads what the runner of one rank says of itself.
record RankView(int rank, Path directory, InstantSource clock) {
    /// How long a started runner may take before it says its first word.
    private static final Duration FIRST_WORD = Duration.ofSeconds(30);

    /// @param starter the process that this launcher started, if it was this one
    RankSight look(Optional<Started> starter) throws IOException {
        if (!Files.exists(directory)) {
            return seen(new Phase.Waiting(), Duration.ZERO, Duration.ZERO, false);
        }
        // Ended first and looked after it: a runner that ends in between has said everything by then.
        var starterEnded = starter.isPresent() && !starter.get().isAlive();
        var status = new AttemptDirectory(directory, clock).status();
        if (status.exit().isPresent()) {
            return ended(status.exit().get());
        }
        if (status.liveness() != Liveness.NO) {
            return alive(status);
        }
        if (status.phase() == RunnerStatus.Phase.NONE) {
            return starting(starter, starterEnded);
        }
        // Its supervisor was killed and the job ended by itself later: the last process of the job wrote this.
        return result().orElseGet(() -> new RankSight.Lost(rank, "its process group is gone"));
    }

    private RankSight seen(Phase phase, Duration ran, Duration idle, boolean atBarrier) {
        return new RankSight.Seen(new RankReport(rank, phase, ran, idle), atBarrier);
    }

    private RankSight ended(Exit exit) {
        return switch (exit.reason()) {
            case EXITED -> exited(exit, false);
            case STOPPED, LEASE -> exited(exit, true);
            case REFUSED -> new RankSight.Lost(rank, "its runner refused to start");
            case LOST -> new RankSight.Lost(rank, "its supervisor died");
            case NEVER_ACTIVATED -> new RankSight.Lost(rank, "it was never activated");
        };
    }

    private RankSight exited(Exit exit, boolean stopped) {
        var inSetup = exit.phase() != RunnerStatus.Phase.RUN;
        return seen(new Phase.Exited(inSetup, exit.code(), stopped), exit.ran(), Duration.ZERO, false);
    }

    private RankSight alive(RunnerStatus status) {
        var idle = status.idle().orElse(status.ran());
        return switch (status.phase()) {
            case NONE, CLAIMED -> seen(new Phase.Waiting(), Duration.ZERO, Duration.ZERO, false);
            case SETUP -> seen(new Phase.InSetup(), Duration.ZERO, idle, false);
            case BARRIER -> seen(new Phase.InSetup(), Duration.ZERO, idle, true);
            // The exit record stands already, or will in a moment; the next look finds it.
            case RUN, EXITED, STOPPED -> seen(new Phase.InRun(), status.ran(), idle, false);
        };
    }

    private RankSight starting(Optional<Started> starter, boolean starterEnded) throws IOException {
        if (starterEnded) {
            return new RankSight.Lost(
                    rank,
                    "its runner ended with "
                            + starter.map(started -> started.exit().join()).orElse(-1) + " before it began");
        }
        if (starter.isEmpty() && age().compareTo(FIRST_WORD) > 0) {
            return new RankSight.Lost(rank, "its runner never began");
        }
        return seen(new Phase.Waiting(), Duration.ZERO, Duration.ZERO, false);
    }

    private Duration age() throws IOException {
        var prepared = Files.getLastModifiedTime(directory.resolve("spec/conf")).toInstant();
        return Duration.between(prepared, clock.instant());
    }

    private Optional<RankSight> result() throws IOException {
        try {
            var words =
                    Files.readString(directory.resolve("state/result")).strip().split(" ", -1);
            var inSetup = !words[0].equals("run");
            return words.length == 2
                    ? Optional.of(seen(
                            new Phase.Exited(inSetup, Integer.parseInt(words[1]), false),
                            Duration.ZERO,
                            Duration.ZERO,
                            false))
                    : Optional.empty();
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
