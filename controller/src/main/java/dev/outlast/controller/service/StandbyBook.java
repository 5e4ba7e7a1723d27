package dev.outlast.controller.service;

import dev.outlast.controller.engine.LiveJob;
import dev.outlast.core.job.JobId;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.LeaderRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Live jobs as this controller read them while it did not lead, each with the batch that wrote it. A take-over reads
/// only those that were written since; with ten thousand jobs, reading and decoding is most of its time.
///
/// Thread-safe.
final class StandbyBook {
    /// @param batch the number of the batch that wrote it last, asked before it was read
    /// @param open its attempts that are not released
    record Entry(long batch, LiveJob job, List<AttemptRow> open) {
        Entry {
            open = List.copyOf(open);
        }
    }

    private final Map<JobId, Entry> entries = new ConcurrentHashMap<>();
    private volatile int incarnation;
    private volatile boolean closed;

    /// Begins anew when the database is another than it was: its batches have been counted anew then.
    void follows(LeaderRow row) {
        if (row.incarnation() != incarnation) {
            entries.clear();
            incarnation = row.incarnation();
        }
    }

    /// @param batch the one that wrote the job last, as the store said before the job and its attempts were read
    /// @param attempts of the job, released or not
    void keep(LiveJob job, long batch, List<AttemptRow> attempts) {
        if (closed) {
            return;
        }
        var open = attempts.stream().filter(a -> a.releasedAt().isEmpty()).toList();
        entries.merge(
                job.facts().id(), new Entry(batch, job, open), (old, read) -> old.batch() > read.batch() ? old : read);
    }

    void drop(JobId job) {
        entries.remove(job);
    }

    /// What is kept of a job, if nobody has written it since.
    ///
    /// @param batch the one that wrote it last, as the store says now
    Optional<Entry> find(JobId job, long batch) {
        return Optional.ofNullable(entries.get(job)).filter(e -> e.batch() == batch);
    }

    /// This controller leads by this row, and from here on the engine holds the jobs.
    ///
    /// @return whether what is kept is of this incarnation
    boolean close(LeaderRow row) {
        closed = true;
        return row.incarnation() == incarnation;
    }

    void clear() {
        entries.clear();
    }
}
