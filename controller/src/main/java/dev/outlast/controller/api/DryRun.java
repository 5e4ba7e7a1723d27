package dev.outlast.controller.api;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.task.Problem;
import dev.outlast.core.task.Warning;
import java.util.List;

/// What a submit would do.
///
/// @param tasks in pipeline order
public record DryRun(List<Problem> problems, List<Warning> warnings, List<TaskPlan> tasks) {
    public DryRun {
        problems = List.copyOf(problems);
        warnings = List.copyOf(warnings);
        tasks = List.copyOf(tasks);
    }

    /// @param offers in the order in which they would be tried
    /// @param trouble launchers that could not be asked
    public record TaskPlan(String name, int nodes, List<Offer> offers, String trouble) {
        public TaskPlan {
            offers = List.copyOf(offers);
        }
    }
}
