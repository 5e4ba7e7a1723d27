package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.JobState;
import java.util.List;

/// Turns what the engine holds into the texts the store keeps. May throw on a state it cannot write: that parks the
/// job and nothing else.
public interface JobTexts {
    /// @param carried what a newer version wrote and this one keeps
    String state(JobState state, String carried);

    String meta(List<String> taskIds, int jobRank, int numJobs, long retryOf);
}
