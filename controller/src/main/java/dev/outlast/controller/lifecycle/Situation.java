package dev.outlast.controller.lifecycle;

import dev.outlast.core.cluster.OfferKey;
import dev.outlast.core.cluster.Place;
import dev.outlast.recovery.BackoffPolicy;
import dev.outlast.recovery.Judgement;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Predicate;

/// Everything ambient a decision may know, already in memory when it is taken.
///
/// @param now engine time: anchored once per leadership, advanced by the monotonic clock
/// @param jitter 0 to 1, from the engine's random source
/// @param open whether no refusal closes an offer now; learned from all jobs
/// @param room whether limits leave room for one more attempt at a place
/// @param leadingSince when this leader's engine time began; nobody looked for it before
public record Situation(
        Instant now,
        double jitter,
        Predicate<OfferKey> open,
        Predicate<Place> room,
        Policies policies,
        Instant leadingSince) {
    public Situation {
        Objects.requireNonNull(now);
        Objects.requireNonNull(open);
        Objects.requireNonNull(room);
        Objects.requireNonNull(policies);
        Objects.requireNonNull(leadingSince);
    }

    /// A leader that has always led.
    public Situation(Instant now, double jitter, Predicate<OfferKey> open, Predicate<Place> room, Policies policies) {
        this(now, jitter, open, room, policies, Instant.EPOCH);
    }

    /// Settings of this installation that decisions depend on.
    ///
    /// @param backoff between attempts after failures of the infrastructure
    /// @param launchDeadline after which an unanswered launch counts as unknown
    /// @param heldFor how long `run` must have held for a loss to start a new streak
    /// @param releaseTries failed releases after which an ended task shows its outcome all the same
    public record Policies(
            BackoffPolicy backoff,
            Judgement.Policy judgement,
            Duration launchDeadline,
            Duration heldFor,
            int releaseTries) {
        public static final Policies DEFAULT = new Policies(
                BackoffPolicy.DEFAULT,
                new Judgement.Policy(Duration.ofSeconds(30), Duration.ofSeconds(2)),
                Duration.ofMinutes(10),
                Duration.ofMinutes(10),
                3);

        public Policies {
            Objects.requireNonNull(backoff);
            Objects.requireNonNull(judgement);
            Objects.requireNonNull(launchDeadline);
            Objects.requireNonNull(heldFor);
        }
    }
}
