package dev.outlast.core.cluster;

import dev.outlast.core.job.Fault;
import java.util.List;
import java.util.Objects;

/// What a launcher saw of a cluster at one look. Only [Gone] is proof that it is dead; silence is not.
public sealed interface Observation {

    /// Every node answers.
    record Up(List<RankReport> ranks) implements Observation {
        public Up {
            ranks = List.copyOf(ranks);
        }
    }

    /// Every node answers, and the provider has announced that it takes the cluster back.
    record Noticed(List<RankReport> ranks, String detail) implements Observation {
        public Noticed {
            ranks = List.copyOf(ranks);
            Objects.requireNonNull(detail);
        }
    }

    /// At least one node is dead, with proof: the provider says so, its platform gave it up, the node answers with
    /// another boot id, or says that the process group is gone without an exit record.
    ///
    /// @param fault PREEMPTED, NODE_LOST; USER for an out-of-memory kill by the platform; CAPACITY where what was
    ///     activated got no room in time; CONFIG where the platform will never run it, which ends the job
    record Gone(Fault fault, String detail) implements Observation {
        public Gone {
            Objects.requireNonNull(fault);
            Objects.requireNonNull(detail);
        }
    }

    /// At least one node cannot be seen now. Nothing follows from that by itself.
    ///
    /// @param heard what the ranks that do answer say; empty when none does
    record Unknown(List<RankReport> heard, String detail) implements Observation {
        public Unknown {
            heard = List.copyOf(heard);
            Objects.requireNonNull(detail);
        }

        public Unknown(String detail) {
            this(List.of(), detail);
        }
    }
}
