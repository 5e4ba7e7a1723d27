package dev.outlast.controller.sim;

import dev.outlast.controller.codec.StateCodec;
import dev.outlast.controller.codec.UndecodableState;
import dev.outlast.controller.engine.JobTexts;
import dev.outlast.controller.engine.LiveJob;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Lifecycle;
import dev.outlast.core.job.JobId;
import dev.outlast.core.spi.Store;
import dev.outlast.core.store.AttemptRow;
import dev.outlast.core.store.JobRow;
import dev.outlast.core.store.StoreException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// From rows to jobs and back, with the product's codec; some rows cannot be read for a while.
final class Book implements JobTexts {
    private final Map<String, SimJob> specs = new HashMap<>();
    private final Map<String, JobState> written = new HashMap<>();
    private final Set<JobId> unreadable = new HashSet<>();
    private final Set<JobId> everUnreadable = new HashSet<>();

    void add(SimJob job) {
        specs.put(job.specHash(), job);
    }

    SimJob spec(JobRow row) {
        var job = specs.get(row.specHash());
        if (job == null) {
            throw new IllegalStateException("nobody submitted " + row);
        }
        return job;
    }

    void spoil(JobId id) {
        unreadable.add(id);
        everUnreadable.add(id);
    }

    /// Its slot may be given to another job meanwhile.
    boolean wasUnreadable(JobId id) {
        return everUnreadable.contains(id);
    }

    void mend() {
        unreadable.clear();
    }

    @Override
    public String state(JobState state, String carried) {
        var text = StateCodec.encode(state);
        written.put(text, state);
        return text;
    }

    @Override
    public String meta(List<String> taskIds, int jobRank, int numJobs, long retryOf) {
        return String.join(",", taskIds);
    }

    JobFacts facts(JobRow row) {
        return new JobFacts(
                row.id(),
                row.name(),
                row.user(),
                row.priority(),
                row.submittedAt(),
                spec(row).facts());
    }

    /// The state that was written as this text, without reading it.
    JobState state(JobRow row) {
        return Objects.requireNonNull(written.get(row.state()), "nobody wrote it");
    }

    private JobState read(JobRow row) {
        try {
            return StateCodec.decode(row.state()).state();
        } catch (UndecodableState broken) {
            throw new IllegalStateException(broken);
        }
    }

    List<LiveJob> load(Store store) throws StoreException {
        var jobs = new ArrayList<LiveJob>();
        for (var row : store.live(0, 1_000)) {
            var facts = facts(row);
            var broken = unreadable.contains(row.id());
            jobs.add(new LiveJob(
                    facts,
                    row.specHash(),
                    List.of(row.meta().split(",")),
                    0,
                    1,
                    0,
                    broken ? Lifecycle.begin(facts) : read(row),
                    broken ? LiveJob.UNREADABLE + ": rehearsed" : row.parked(),
                    ""));
        }
        return jobs;
    }

    static List<AttemptRow> open(Store store, List<LiveJob> jobs) throws StoreException {
        var open = new ArrayList<AttemptRow>();
        for (var job : jobs) {
            for (var row : store.attempts(job.facts().id())) {
                if (row.releasedAt().isEmpty()) {
                    open.add(row);
                }
            }
        }
        return open;
    }
}
