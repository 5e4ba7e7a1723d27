package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import java.util.List;
import java.util.Objects;

/// A job the engine holds: what was made at submit, its facts and its state. Immutable; readers may keep it.
///
/// @param taskIds `SKYPILOT_TASK_ID` of each task, made once
/// @param jobRank 0-based rank in a `--num-jobs` submit
/// @param numJobs how many that submit made
/// @param retryOf the job this one repeats, 0 for none
/// @param parked why the engine does not touch it; empty when it does
/// @param carried what a newer version wrote into the state and this one keeps
public record LiveJob(
        JobFacts facts,
        String specHash,
        List<String> taskIds,
        int jobRank,
        int numJobs,
        long retryOf,
        JobState state,
        String parked,
        String carried) {
    public LiveJob {
        Objects.requireNonNull(facts);
        Objects.requireNonNull(specHash);
        taskIds = List.copyOf(taskIds);
        Objects.requireNonNull(state);
        Objects.requireNonNull(parked);
        Objects.requireNonNull(carried);
    }

    /// How the reason of a job begins whose row this version cannot read. What it holds of it is made up, so it is
    /// never written and never taken up; a version that can read the row does that.
    public static final String UNREADABLE = "its stored state cannot be read";

    boolean isUnreadable() {
        return parked.startsWith(UNREADABLE);
    }

    LiveJob with(JobState next) {
        return new LiveJob(facts, specHash, taskIds, jobRank, numJobs, retryOf, next, parked, carried);
    }

    LiveJob park(String reason) {
        return new LiveJob(facts, specHash, taskIds, jobRank, numJobs, retryOf, state, reason, carried);
    }

    public boolean isParked() {
        return !parked.isEmpty();
    }

    /// Whether the engine must keep it: it has not ended, or owes a clean-up.
    public boolean isLive() {
        return !state.hasEnded()
                || state.tasks().stream().anyMatch(t -> !t.leftovers().isEmpty());
    }
}
