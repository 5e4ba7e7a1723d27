package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.checkpoint.Seal;
import dev.outlast.core.cluster.ClusterHandle;
import dev.outlast.core.cluster.Observation;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// What can happen to a job, by who speaks.
public sealed interface JobEvent {

    /// A person or a program asked.
    sealed interface Command extends JobEvent {
        record CancelAsked(String by) implements Command {
            public CancelAsked {
                Objects.requireNonNull(by);
            }
        }
    }

    /// The engine's own word.
    sealed interface Engine extends JobEvent {
        record Admitted(int task) implements Engine {}

        /// Engine time has reached what [Lifecycle#wakeAt] named, or the sweep looks in.
        record Tick() implements Engine {}
    }

    /// An answer from outside, of one attempt of one task. Words of another attempt are heard and ignored.
    sealed interface Report extends JobEvent {
        int task();

        int attempt();

        record ResumeFound(int task, int attempt, ResumePoint point, List<Seal> seals) implements Report {
            public ResumeFound {
                Objects.requireNonNull(point);
                seals = List.copyOf(seals);
            }
        }

        record ResumeFailed(int task, int attempt, String detail) implements Report {
            public ResumeFailed {
                Objects.requireNonNull(detail);
            }
        }

        /// @param byChoice for an ordered demand one list per choice, else one list
        record OffersFound(int task, int attempt, List<List<Offer>> byChoice) implements Report {
            public OffersFound {
                byChoice = byChoice.stream().map(List::copyOf).toList();
            }
        }

        record OffersFailed(int task, int attempt, String detail) implements Report {
            public OffersFailed {
                Objects.requireNonNull(detail);
            }
        }

        record Launched(int task, int attempt, ClusterHandle handle) implements Report {
            public Launched {
                Objects.requireNonNull(handle);
            }
        }

        /// @param certain whether nothing was made for certain
        record LaunchFailed(int task, int attempt, Fault fault, boolean certain, String detail) implements Report {
            public LaunchFailed {
                Objects.requireNonNull(fault);
                Objects.requireNonNull(detail);
            }
        }

        record Activated(int task, int attempt) implements Report {}

        record ActivateFailed(int task, int attempt, Fault fault, boolean certain, String detail) implements Report {
            public ActivateFailed {
                Objects.requireNonNull(fault);
                Objects.requireNonNull(detail);
            }
        }

        /// @param at engine time right before the look
        record Observed(int task, int attempt, Observation observation, Instant at) implements Report {
            public Observed {
                Objects.requireNonNull(observation);
                Objects.requireNonNull(at);
            }
        }

        record Released(int task, int attempt) implements Report {}

        record ReleaseFailed(int task, int attempt, String detail) implements Report {
            public ReleaseFailed {
                Objects.requireNonNull(detail);
            }
        }
    }
}
