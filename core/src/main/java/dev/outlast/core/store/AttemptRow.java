package dev.outlast.core.store;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import dev.outlast.core.job.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// One attempt as it is stored. Written again whenever it changes; the last write wins.
///
/// @param task 0-based
/// @param attempt from 1
/// @param launchedAt when the provider was asked; billing is counted from `clusterAt`
/// @param clusterAt when the inert cluster was there
/// @param runAt when `run` started
/// @param endedAt when it was decided that the attempt is over
/// @param releasedAt when nothing was left of it; billing is counted up to here
/// @param fault why it ended; empty for success, cancel or while it lives
public record AttemptRow(
        JobId job,
        int task,
        int attempt,
        Offer offer,
        int nodes,
        Instant launchedAt,
        Optional<Instant> clusterAt,
        Optional<Instant> runAt,
        Optional<Instant> endedAt,
        Optional<Instant> releasedAt,
        Optional<Fault> fault,
        String detail,
        String resume) {
    public AttemptRow {
        Objects.requireNonNull(job);
        Objects.requireNonNull(offer);
        Objects.requireNonNull(launchedAt);
        Objects.requireNonNull(clusterAt);
        Objects.requireNonNull(runAt);
        Objects.requireNonNull(endedAt);
        Objects.requireNonNull(releasedAt);
        Objects.requireNonNull(fault);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(resume);
    }

    /// This row, with what it leaves empty taken from an earlier row of the same attempt.
    public AttemptRow over(AttemptRow earlier) {
        return new AttemptRow(
                job,
                task,
                attempt,
                offer,
                nodes,
                earlier.launchedAt,
                clusterAt.or(() -> earlier.clusterAt),
                runAt.or(() -> earlier.runAt),
                endedAt.or(() -> earlier.endedAt),
                releasedAt.or(() -> earlier.releasedAt),
                fault.or(() -> earlier.fault),
                detail.isEmpty() ? earlier.detail : detail,
                resume.isEmpty() ? earlier.resume : resume);
    }

    /// US dollars from the cluster's start to its release, or to `now` while it lives.
    public double cost(Instant now) {
        if (clusterAt.isEmpty()) {
            return 0;
        }
        var until = releasedAt.orElse(now);
        var hours = Math.max(0, Duration.between(clusterAt.get(), until).toMillis()) / 3_600_000.0;
        return offer.pricePerHour() * nodes * hours;
    }
}
