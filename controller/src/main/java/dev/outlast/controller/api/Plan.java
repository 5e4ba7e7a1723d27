package dev.outlast.controller.api;

import dev.outlast.core.cluster.Offer;
import dev.outlast.core.task.Warning;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What a submit would do now.
public record Plan(String jobName, List<TaskPlan> tasks, List<Warning> warnings) {
    public Plan {
        Objects.requireNonNull(jobName);
        tasks = List.copyOf(tasks);
        warnings = List.copyOf(warnings);
    }

    /// @param offers in the order in which they would be tried
    /// @param says one sentence: what would happen first, or why nothing can
    public record TaskPlan(int index, String name, int nodes, List<Choice> offers, String says) {
        public TaskPlan {
            Objects.requireNonNull(name);
            offers = List.copyOf(offers);
            Objects.requireNonNull(says);
        }
    }

    /// @param closedUntil given if it refused lately and is not asked before
    public record Choice(Offer offer, Optional<Instant> closedUntil) {
        public Choice {
            Objects.requireNonNull(offer);
            Objects.requireNonNull(closedUntil);
        }
    }
}
