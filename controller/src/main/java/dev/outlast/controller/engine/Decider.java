package dev.outlast.controller.engine;

import dev.outlast.controller.lifecycle.Decision;
import dev.outlast.controller.lifecycle.JobEvent;
import dev.outlast.controller.lifecycle.JobFacts;
import dev.outlast.controller.lifecycle.JobState;
import dev.outlast.controller.lifecycle.Situation;

/// The decision function. The product passes `Lifecycle::decide`; tests pass planted bugs.
@FunctionalInterface
public interface Decider {
    Decision decide(JobFacts facts, JobState state, JobEvent event, Situation in);
}
