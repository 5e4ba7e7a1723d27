package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.Seal;
import dev.outlast.core.cluster.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What a task remembers over all its attempts. Persisted with every transition, so that no restart forgets a
/// count.
///
/// @param lastAttempt the highest attempt number ever used, 0 before the first
/// @param userErrors restarts counted against `max_restarts_on_errors`
/// @param recoveries what users see as the recovery count: each return to RUNNING after a loss or a counted restart
/// @param recovering whether the next start of `run` is a recovery
/// @param infraStreak infrastructure failures since `run` last held for long, for the back-off
/// @param ranBefore time in `run` summed over ended attempts, by the nodes' uptime clocks
/// @param waitingSince submit, or the last loss; what `max_wait` counts from until `run` starts
/// @param lost where the last attempt was lost; all parts empty when nothing was lost yet
/// @param seals newest complete checkpoint of each released attempt
/// @param started when `run` first started; the epoch (1970) when it never did
public record Ledger(
        int lastAttempt,
        int userErrors,
        int recoveries,
        boolean recovering,
        int infraStreak,
        Duration ranBefore,
        Instant waitingSince,
        Place lost,
        List<Seal> seals,
        Instant started) {

    public static final Place NOWHERE = new Place("", "", "");

    public Ledger {
        Objects.requireNonNull(ranBefore);
        Objects.requireNonNull(waitingSince);
        Objects.requireNonNull(lost);
        seals = List.copyOf(seals);
        Objects.requireNonNull(started);
    }

    public static Ledger fresh(Instant submitted) {
        return new Ledger(0, 0, 0, false, 0, Duration.ZERO, submitted, NOWHERE, List.of(), Instant.EPOCH);
    }

    public boolean hasStarted() {
        return started.isAfter(Instant.EPOCH);
    }

    Ledger withAttempt(int attempt) {
        return new Ledger(
                attempt,
                userErrors,
                recoveries,
                recovering,
                infraStreak,
                ranBefore,
                waitingSince,
                lost,
                seals,
                started);
    }

    Ledger withSeals(List<Seal> newSeals) {
        return new Ledger(
                lastAttempt,
                userErrors,
                recoveries,
                recovering,
                infraStreak,
                ranBefore,
                waitingSince,
                lost,
                newSeals,
                started);
    }

    Ledger waitingFrom(Instant since) {
        return new Ledger(
                lastAttempt, userErrors, recoveries, recovering, infraStreak, ranBefore, since, lost, seals, started);
    }

    /// `run` started.
    Ledger runStarted(Instant now) {
        return new Ledger(
                lastAttempt,
                userErrors,
                recoveries + (recovering ? 1 : 0),
                false,
                infraStreak,
                ranBefore,
                waitingSince,
                lost,
                seals,
                hasStarted() ? started : now);
    }

    /// An attempt ended by a fault of the infrastructure after it was activated.
    ///
    /// @param held whether it ran long enough that the streak begins anew
    Ledger lostAt(Place place, Duration ranFor, boolean held, Instant now) {
        return new Ledger(
                lastAttempt,
                userErrors,
                recoveries,
                true,
                held ? 1 : infraStreak + 1,
                ranBefore.plus(ranFor),
                now,
                place,
                seals,
                started);
    }

    /// A place refused, or a provider failed, before anything of the user's ran.
    Ledger notLaunched() {
        return new Ledger(
                lastAttempt,
                userErrors,
                recoveries,
                recovering,
                infraStreak + 1,
                ranBefore,
                waitingSince,
                lost,
                seals,
                started);
    }

    /// The user's program failed and may start again.
    ///
    /// @param counted whether it spends the error budget
    Ledger userError(boolean counted, Duration ranFor, Instant now) {
        return new Ledger(
                lastAttempt,
                userErrors + (counted ? 1 : 0),
                recoveries,
                true,
                0,
                ranBefore.plus(ranFor),
                now,
                lost,
                seals,
                started);
    }

    /// It was told to end after it ran that long; what it runs on until it ends is added then.
    ///
    /// @param held whether it ran long enough that the streak begins anew with the loss that follows
    Ledger draining(Duration ranFor, boolean held) {
        return new Ledger(
                lastAttempt,
                userErrors,
                recoveries,
                recovering,
                held ? 0 : infraStreak,
                ranBefore.plus(ranFor),
                waitingSince,
                lost,
                seals,
                started);
    }

    Ledger ran(Duration ranFor) {
        return new Ledger(
                lastAttempt,
                userErrors,
                recoveries,
                recovering,
                infraStreak,
                ranBefore.plus(ranFor),
                waitingSince,
                lost,
                seals,
                started);
    }
}
