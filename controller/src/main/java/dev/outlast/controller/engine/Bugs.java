package dev.outlast.controller.engine;

import dev.outlast.core.job.JobId;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the next try of a batch leaves out, because it threw: a bug costs one job, or one submit.
final class Bugs {
    private final Map<JobId, String> parked = new LinkedHashMap<>();
    private final Set<JobId> unwritable = new HashSet<>();
    private final Set<Input.Submit> refused = Collections.newSetFromMap(new IdentityHashMap<>());

    /// A job that was live before is parked; one that cannot even be written as parked keeps its row as it is. A
    /// job
    /// that is only being made is not made.
    ///
    /// @param maker the submit that makes the job, when this batch does
    /// @throws JobBug when nothing more can be left out
    void learn(JobBug bug, Optional<Input.Submit> maker) {
        var isNew = maker.isPresent()
                ? refused.add(maker.get())
                : parked.putIfAbsent(bug.job(), String.valueOf(bug.getCause())) == null || unwritable.add(bug.job());
        if (!isNew) {
            throw bug;
        }
    }

    Map<JobId, String> parked() {
        return parked;
    }

    boolean isParked(JobId id) {
        return parked.containsKey(id);
    }

    boolean isWritable(JobId id) {
        return !unwritable.contains(id);
    }

    boolean isRefused(Input.Submit submit) {
        return refused.contains(submit);
    }
}
