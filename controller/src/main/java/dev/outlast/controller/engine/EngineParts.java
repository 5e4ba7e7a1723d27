package dev.outlast.controller.engine;

import dev.outlast.core.spi.Store;
import dev.outlast.recovery.OfferBoard;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// The ports through which an engine touches the world. The simulator swaps them all.
public record EngineParts(
        Store store,
        Jobs jobs,
        Hands hands,
        Listener listener,
        JobTexts texts,
        Decider decider,
        OfferBoard board,
        Commands.TaskIds taskIds,
        RandomGenerator random,
        Committer.Pause pause,
        Space space,
        Alarm alarm) {
    public EngineParts {
        Objects.requireNonNull(store);
        Objects.requireNonNull(jobs);
        Objects.requireNonNull(hands);
        Objects.requireNonNull(listener);
        Objects.requireNonNull(texts);
        Objects.requireNonNull(decider);
        Objects.requireNonNull(board);
        Objects.requireNonNull(taskIds);
        Objects.requireNonNull(random);
        Objects.requireNonNull(pause);
        Objects.requireNonNull(space);
        Objects.requireNonNull(alarm);
    }

    /// Gives the store room on a full disk, so that cancel and release can commit.
    @FunctionalInterface
    public interface Space {
        void makeRoom();
    }

    /// Somebody should look at this.
    @FunctionalInterface
    public interface Alarm {
        void raised(String what, Throwable why);
    }
}
