package dev.outlast.recovery;

import dev.outlast.core.cluster.ClusterHandle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Which tagged things nobody answers for any more. One look proves nothing: a launch may be under way whose answer
/// the store has not got yet. A thing is an orphan when nobody answered for it at every look of one leader over some
/// time, the first and the last at least `apart` from each other.
///
/// @param apart twice the deadline of a launch
/// @param suspects since when nobody answers for what
public record OrphanWatch(Duration apart, Map<ClusterHandle, Instant> suspects) {
    public OrphanWatch {
        Objects.requireNonNull(apart);
        suspects = Map.copyOf(suspects);
    }

    /// For a leader that has not looked yet.
    public static OrphanWatch beginning(Duration apart) {
        return new OrphanWatch(apart, Map.of());
    }

    /// How the leader's own records stand to a thing of its installation.
    public enum Standing {
        /// The attempt lives, or its clean-up is owed by the state machine.
        ANSWERED_FOR,
        /// An effect of its token is under way or waits.
        IN_FLIGHT,
        /// The attempt has ended, and nothing more is owed.
        ENDED,
        /// There is no such attempt.
        UNKNOWN,
        /// The store or the job could not be read: that is no evidence.
        UNREADABLE
    }

    /// One thing at one look.
    public record Sighting(ClusterHandle handle, Standing standing) {
        public Sighting {
            Objects.requireNonNull(handle);
            Objects.requireNonNull(standing);
        }
    }

    /// @param orphans to be released now
    /// @param next what the next look is compared with
    public record Look(List<ClusterHandle> orphans, OrphanWatch next) {
        public Look {
            orphans = List.copyOf(orphans);
            Objects.requireNonNull(next);
        }
    }

    /// @param seen everything of one launcher, or of all; what is not in it is forgotten
    public Look look(Instant now, Collection<Sighting> seen) {
        var orphans = new ArrayList<ClusterHandle>();
        var next = new HashMap<ClusterHandle, Instant>();
        for (var sighting : seen) {
            switch (sighting.standing()) {
                case ANSWERED_FOR, IN_FLIGHT -> {}
                case UNREADABLE -> {
                    // Neither evidence for nor against: what was suspected stays so.
                    var since = suspects.get(sighting.handle());
                    if (since != null) {
                        next.put(sighting.handle(), since);
                    }
                }
                case ENDED, UNKNOWN -> {
                    var since = suspects.getOrDefault(sighting.handle(), now);
                    next.put(sighting.handle(), since);
                    if (!now.isBefore(since.plus(apart)) && now.isAfter(since)) {
                        orphans.add(sighting.handle());
                    }
                }
            }
        }
        return new Look(orphans, new OrphanWatch(apart, next));
    }
}
