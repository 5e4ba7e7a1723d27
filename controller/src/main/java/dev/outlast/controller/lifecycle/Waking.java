package dev.outlast.controller.lifecycle;

import dev.outlast.recovery.RunLimits;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// When a task wants to be looked at although nothing else happens.
final class Waking {
    private Waking() {}

    static Optional<Instant> of(TaskFacts facts, TaskState state, Situation.Policies policies) {
        var leftovers = state.leftovers().stream().map(Leftover::notBefore);
        return Stream.concat(
                        leftovers,
                        Stream.of(WaitRules.until(state, facts), phase(facts, state.phase(), policies))
                                .flatMap(Optional::stream))
                .min(Comparator.naturalOrder());
    }

    private static Optional<Instant> phase(TaskFacts facts, Phase phase, Situation.Policies policies) {
        return switch (phase) {
            case Phase.Placing s -> Optional.of(s.notBefore());
            case Phase.Launching s -> Optional.of(s.since().plus(policies.launchDeadline()));
            case Phase.Activating s -> Optional.of(s.notBefore());
            case Phase.Preparing s -> silence(facts, s.contact());
            case Phase.Running s -> silence(facts, s.contact());
            case Phase.Judging s -> Optional.of(s.since().plus(policies.judgement().blameWindow()));
            case Phase.Draining s -> Optional.of(s.deadline());
            case Phase.Releasing s -> Optional.of(s.notBefore());
            case Phase.Backoff s -> Optional.of(s.until());
            case Phase.Blocked _, Phase.Queued _, Phase.Ended _ -> Optional.empty();
        };
    }

    private static Optional<Instant> silence(TaskFacts facts, Contact contact) {
        var limit = facts.limits().relaunchAfterSilence();
        return contact instanceof Contact.Lost lost && RunLimits.isSet(limit)
                ? Optional.of(lost.since().plus(limit))
                : Optional.empty();
    }
}
