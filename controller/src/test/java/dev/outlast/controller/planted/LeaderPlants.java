package dev.outlast.controller.planted;

import dev.outlast.controller.sim.Plant;
import dev.outlast.core.cluster.OwnedResource;
import dev.outlast.core.job.Token;
import java.time.Duration;
import java.util.List;

/// Bugs that only several controllers show, and those of the janitor.
final class LeaderPlants {
    private LeaderPlants() {}

    /// Believes the leader row while a batch that was sent on a broken connection may still land.
    static final class LeaveTheDoubtfulSession implements Plant {
        @Override
        public boolean endsDoubtfulSession() {
            return false;
        }
    }

    /// Goes on until it is told that another one leads.
    static final class ActAfterTheDeadline implements Plant {
        @Override
        public boolean stopsAtTheDeadline() {
            return false;
        }
    }

    static final class JudgeLeasesByTheWallClock implements Plant {
        @Override
        public boolean judgesLeasesByWallClock() {
            return true;
        }
    }

    /// Waits for no second look that is worth the name.
    static final class SweepAtTheFirstLook implements Plant {
        @Override
        public Duration launchDeadline() {
            return Duration.ofSeconds(1);
        }
    }

    static final class SweepNothing implements Plant {
        @Override
        public List<OwnedResource> owned(List<OwnedResource> owned) {
            return List.of();
        }
    }

    /// Takes what a later epoch made for its own.
    static final class OverlookWhoIsAhead implements Plant {
        @Override
        public List<OwnedResource> owned(List<OwnedResource> owned) {
            return owned.stream()
                    .filter(r -> r.token().attempt() < 1_000)
                    .map(r -> new OwnedResource(r.handle(), r.token(), 1, r.description()))
                    .toList();
        }
    }

    /// Reads the tag without the installation in it.
    static final class SweepWhatIsForeign implements Plant {
        @Override
        public List<OwnedResource> owned(List<OwnedResource> owned) {
            return owned.stream()
                    .map(r -> new OwnedResource(r.handle(), ours(r.token()), 1, r.description()))
                    .toList();
        }

        private static Token ours(Token t) {
            return t.installation().equals("sim") ? t : new Token("sim", 1, t.job(), t.task(), 1);
        }
    }
}
