package dev.outlast.controller.lifecycle;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// One task: what it remembers, where it is, and which removals it still owes.
public record TaskState(Ledger ledger, Phase phase, List<Leftover> leftovers) {
    public TaskState {
        Objects.requireNonNull(ledger);
        Objects.requireNonNull(phase);
        leftovers = List.copyOf(leftovers);
    }

    public TaskState in(Phase next) {
        return new TaskState(ledger, next, leftovers);
    }

    TaskState with(Ledger changed) {
        return new TaskState(changed, phase, leftovers);
    }

    TaskState owing(Leftover leftover) {
        var more = new ArrayList<>(leftovers);
        more.removeIf(l -> l.attempt() == leftover.attempt());
        more.add(leftover);
        return new TaskState(ledger, phase, more);
    }

    TaskState settled(int attempt) {
        return new TaskState(
                ledger,
                phase,
                leftovers.stream().filter(l -> l.attempt() != attempt).toList());
    }

    public boolean hasEnded() {
        return phase instanceof Phase.Ended;
    }
}
