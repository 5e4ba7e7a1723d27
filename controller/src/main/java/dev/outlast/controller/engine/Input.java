package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.ApiRequestRow;
import dev.outlast.core.store.Receipt;
import java.util.List;
import java.util.Objects;

/// What the engine takes from its mailbox.
public sealed interface Input {

    /// Somebody waits for the answer, which is given after the commit.
    sealed interface Command extends Input {
        Reply reply();
    }

    /// New jobs of one text.
    ///
    /// @param key idempotency key, empty for none
    /// @param receipt recorded with the jobs
    record Submit(NewJobs jobs, String key, String bodyHash, Receipt receipt, Reply reply) implements Command {
        public Submit {
            Objects.requireNonNull(jobs);
            Objects.requireNonNull(key);
            Objects.requireNonNull(bodyHash);
            Objects.requireNonNull(receipt);
            Objects.requireNonNull(reply);
        }

        public Submit(NewJobs jobs, String key, String bodyHash, Reply reply) {
            this(jobs, key, bodyHash, Receipt.NONE, reply);
        }
    }

    /// @param receipt recorded with what it did
    record Cancel(List<JobId> jobs, String by, Receipt receipt, Reply reply) implements Command {
        public Cancel {
            jobs = List.copyOf(jobs);
            Objects.requireNonNull(by);
            Objects.requireNonNull(receipt);
            Objects.requireNonNull(reply);
        }

        public Cancel(List<JobId> jobs, String by, Reply reply) {
            this(jobs, by, Receipt.NONE, reply);
        }
    }

    /// Records a request that changed nothing.
    record Note(ApiRequestRow request, Reply reply) implements Command {
        public Note {
            Objects.requireNonNull(request);
            Objects.requireNonNull(reply);
        }
    }

    /// Takes up a parked job again.
    record Unpark(JobId job, Reply reply) implements Command {
        public Unpark {
            Objects.requireNonNull(job);
            Objects.requireNonNull(reply);
        }
    }

    record OfJob(JobId job, JobEvent event) implements Input {
        public OfJob {
            Objects.requireNonNull(job);
            Objects.requireNonNull(event);
        }
    }

    /// Look at everything that is owed, as if this leader had just taken over.
    record Sweep() implements Input {}
}
