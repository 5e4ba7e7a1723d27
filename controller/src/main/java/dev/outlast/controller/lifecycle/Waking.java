package dev.outlast.controller.lifecycle;

import dev.outlast.recovery.RunLimits;
import java.time.Instant;
import java.util.Optional;

/// When a task wants to be looked at although nothing else happens.
final class Waking {
    private Waking() {}

    /// The first of two kinds of instants: from a *limit* on, a tick changes the state, so one in the past wants a
    /// tick at once; an *effect* becomes due once, and one in the past must not hide a limit that comes later.
    static Optional<Instant> of(TaskFacts facts, TaskState state, Instant now, Situation.Policies policies) {
        var first = earlier(WaitRules.until(state, facts), limit(facts, state.phase(), policies));
        first = earlier(first, effect(state.phase()).filter(at -> at.isAfter(now)));
        for (var leftover : state.leftovers()) {
            if (leftover.notBefore().isAfter(now)) {
                first = earlier(first, Optional.of(leftover.notBefore()));
            }
        }
        return first;
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return one.get().isAfter(other.get()) ? other : one;
    }

    private static Optional<Instant> limit(TaskFacts facts, Phase phase, Situation.Policies policies) {
        return switch (phase) {
            case Phase.Launching s -> Optional.of(s.since().plus(policies.launchDeadline()));
            case Phase.Preparing s -> silence(facts, s.contact());
            case Phase.Running s -> silence(facts, s.contact());
            case Phase.Draining s -> Optional.of(s.deadline());
            case Phase.Backoff s -> Optional.of(s.until());
            case Phase.Placing _,
                    Phase.Activating _,
                    Phase.Judging _,
                    Phase.Releasing _,
                    Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Ended _ -> Optional.empty();
        };
    }

    private static Optional<Instant> effect(Phase phase) {
        return switch (phase) {
            case Phase.Placing s -> Optional.of(s.notBefore());
            case Phase.Activating s -> Optional.of(s.notBefore());
            case Phase.Releasing s -> Optional.of(s.notBefore());
            case Phase.Launching _,
                    Phase.Preparing _,
                    Phase.Running _,
                    Phase.Judging _,
                    Phase.Draining _,
                    Phase.Backoff _,
                    Phase.Blocked _,
                    Phase.Queued _,
                    Phase.Ended _ -> Optional.empty();
        };
    }

    private static Optional<Instant> silence(TaskFacts facts, Contact contact) {
        var limit = facts.limits().relaunchAfterSilence();
        return contact instanceof Contact.Lost lost && RunLimits.isSet(limit)
                ? Optional.of(lost.since().plus(limit))
                : Optional.empty();
    }
}
