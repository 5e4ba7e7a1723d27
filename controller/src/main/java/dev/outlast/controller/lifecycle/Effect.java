package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import java.util.List;
import java.util.Objects;

/// Something a state owes the world. Idempotent; its answer comes back as a [JobEvent.Report].
///
/// `round` tells a repeated try from the one before it: the engine issues each (task, attempt, kind, round) once
/// per
/// leadership, and the sweep issues what is still owed again.
public sealed interface Effect {
    int task();

    int attempt();

    int round();

    /// Effects with the same key are the same work.
    default Key key() {
        return new Key(task(), attempt(), getClass().getSimpleName(), round());
    }

    record Key(int task, int attempt, String kind, int round) {}

    /// Looks for the newest complete checkpoint that attempts up to `lastAttempt` left.
    record FindResumePoint(int task, int attempt, int round, List<String> buckets, List<Seal> seals, int lastAttempt)
            implements Effect {
        public FindResumePoint {
            buckets = List.copyOf(buckets);
            seals = List.copyOf(seals);
        }
    }

    record FindOffers(int task, int attempt, int round, Demand demand) implements Effect {
        public FindOffers {
            Objects.requireNonNull(demand);
        }
    }

    record Launch(int task, int attempt, int round, Offer offer, int nodes) implements Effect {
        public Launch {
            Objects.requireNonNull(offer);
        }
    }

    record Activate(int task, int attempt, int round, ClusterHandle handle, ResumePoint resume) implements Effect {
        public Activate {
            Objects.requireNonNull(handle);
            Objects.requireNonNull(resume);
        }
    }

    /// Looks at the cluster now, ahead of the regular look.
    record Observe(int task, int attempt, int round, ClusterHandle handle) implements Effect {
        public Observe {
            Objects.requireNonNull(handle);
        }
    }

    record Drain(int task, int attempt, int round, ClusterHandle handle) implements Effect {
        public Drain {
            Objects.requireNonNull(handle);
        }
    }

    /// @param provider where to look when it is held by token only
    record Release(int task, int attempt, int round, String provider, Held held) implements Effect {
        public Release {
            Objects.requireNonNull(provider);
            Objects.requireNonNull(held);
        }
    }
}
