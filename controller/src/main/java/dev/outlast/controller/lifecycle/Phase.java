package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.job.Fault;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/// Where a task is in its life. `docs/job-states.md` holds the table of transitions; a test compares it.
public sealed interface Phase {

    /// Waits for the task before it in the pipeline.
    record Blocked() implements Phase {}

    /// Waits for admission.
    record Queued(Instant since) implements Phase {
        public Queued {
            Objects.requireNonNull(since);
        }
    }

    /// Asks where to resume, then which offers there are. The attempt it prepares is the ledger's next.
    record Placing(Instant since, Resume resume, Instant notBefore) implements Phase {
        public Placing {
            Objects.requireNonNull(since);
            Objects.requireNonNull(resume);
            Objects.requireNonNull(notBefore);
        }
    }

    /// Asked the provider for an inert cluster.
    record Launching(int attempt, Offer offer, ResumePoint resume, Instant since) implements Phase {
        public Launching {
            Objects.requireNonNull(offer);
            Objects.requireNonNull(resume);
            Objects.requireNonNull(since);
        }
    }

    /// Has an inert cluster and tells it what to run.
    ///
    /// @param tries failed activations so far
    record Activating(Live live, Instant since, int tries, Instant notBefore) implements Phase {
        public Activating {
            Objects.requireNonNull(live);
            Objects.requireNonNull(since);
            Objects.requireNonNull(notBefore);
        }
    }

    /// Activated; `setup` runs.
    record Preparing(Live live, Instant since, Contact contact) implements Phase {
        public Preparing {
            Objects.requireNonNull(live);
            Objects.requireNonNull(since);
            Objects.requireNonNull(contact);
        }
    }

    /// The user's `run` runs on every rank that has not ended yet.
    record Running(Live live, Instant since, Contact contact) implements Phase {
        public Running {
            Objects.requireNonNull(live);
            Objects.requireNonNull(since);
            Objects.requireNonNull(contact);
        }
    }

    /// A rank exited with a code other than 0. Not yet a verdict: is the cluster healthy?
    ///
    /// @param inSetup whether `setup` ended it
    /// @param code the first non-zero code seen, of the lowest rank
    /// @param ranFor the attempt's time in `run` by the node's uptime clock
    record Judging(Live live, boolean inSetup, int code, Instant since, Duration ranFor) implements Phase {
        public Judging {
            Objects.requireNonNull(live);
            Objects.requireNonNull(since);
            Objects.requireNonNull(ranFor);
        }
    }

    /// Told to end by SIGTERM: the provider takes the cluster back, or a limit was reached.
    ///
    /// @param deadline when to release it whatever it does
    record Draining(Live live, After after, Instant since, Instant deadline) implements Phase {
        public Draining {
            Objects.requireNonNull(live);
            Objects.requireNonNull(after);
            Objects.requireNonNull(since);
            Objects.requireNonNull(deadline);
        }
    }

    /// The only door to a new attempt or to the end: the cluster is being removed.
    ///
    /// @param tries failed releases so far
    record Releasing(int attempt, Offer offer, Held held, After after, Instant since, int tries, Instant notBefore)
            implements Phase {
        public Releasing {
            Objects.requireNonNull(offer);
            Objects.requireNonNull(held);
            Objects.requireNonNull(after);
            Objects.requireNonNull(since);
            Objects.requireNonNull(notBefore);
        }
    }

    /// Waits before it tries again.
    record Backoff(Instant until, Fault fault, String detail) implements Phase {
        public Backoff {
            Objects.requireNonNull(until);
            Objects.requireNonNull(fault);
            Objects.requireNonNull(detail);
        }
    }

    record Ended(Outcome outcome, Instant at) implements Phase {
        public Ended {
            Objects.requireNonNull(outcome);
            Objects.requireNonNull(at);
        }
    }

    /// What is known of where to resume.
    sealed interface Resume {
        record Unknown() implements Resume {}

        record Known(ResumePoint point) implements Resume {
            public Known {
                Objects.requireNonNull(point);
            }
        }
    }
}
