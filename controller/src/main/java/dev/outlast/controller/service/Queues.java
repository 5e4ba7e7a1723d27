package dev.outlast.controller.service;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.Phase;

/// The order of those who wait for admission, for people who ask for their place.
final class Queues {
    private Queues() {}

    static boolean waitsBefore(LiveJob other, LiveJob job) {
        if (other.facts().id().equals(job.facts().id()) || other.isParked()) {
            return false;
        }
        if (other.state().tasks().stream().noneMatch(t -> t.phase() instanceof Phase.Queued)) {
            return false;
        }
        var byPriority = Integer.compare(other.facts().priority(), job.facts().priority());
        return byPriority != 0
                ? byPriority > 0
                : other.facts().id().compareTo(job.facts().id()) < 0;
    }
}
