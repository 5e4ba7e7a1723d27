package dev.outlast.controller.engine;

import dev.outlast.core.job.JobId;
import java.util.List;

/// Takes the answer of a command. Called once, after the commit, on the engine's thread: it must return at once.
@FunctionalInterface
public interface Reply {
    void answer(Answer answer);

    sealed interface Answer {
        /// @param jobs submitted, cancelled or taken up, in the order asked
        /// @param replayed whether an earlier command with the same key had done it
        record Done(List<JobId> jobs, boolean replayed) implements Answer {
            public Done {
                jobs = List.copyOf(jobs);
            }
        }

        /// The same idempotency key was used for something else.
        record KeyReused() implements Answer {}

        /// The lane is full: certainly not done.
        record Busy() implements Answer {}

        /// The disk is full: certainly not done. Cancel still works.
        record NoSpace() implements Answer {}

        /// This controller no longer leads: certainly not done.
        record NotLeading() implements Answer {}

        /// Nobody knows whether it was done.
        record Unknown() implements Answer {}
    }
}
