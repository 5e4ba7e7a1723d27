package dev.outlast.controller.api;

import dev.outlast.core.job.JobId;
import java.util.Objects;
import java.util.OptionalInt;

/// @param task 0-based; empty for all tasks in order
/// @param attempt from 1; empty for all attempts in order
/// @param from where to begin
/// @param maxBytes 1 to 1 MiB; a chunk may be smaller
public record LogQuery(JobId job, OptionalInt task, OptionalInt attempt, From from, int maxBytes) {
    public static final int MAX_BYTES = 1 << 20;

    public LogQuery {
        Objects.requireNonNull(job);
        Objects.requireNonNull(task);
        Objects.requireNonNull(attempt);
        Objects.requireNonNull(from);
        if (maxBytes < 1 || maxBytes > MAX_BYTES) {
            throw new IllegalArgumentException("maxBytes must be 1 to " + MAX_BYTES + ": " + maxBytes);
        }
    }

    public LogQuery at(String cursor) {
        return new LogQuery(job, task, attempt, new From.Cursor(cursor), maxBytes);
    }

    public sealed interface From {
        record Start() implements From {}

        /// The last so many lines of what there is now, 0 for none, and what follows.
        record Tail(int lines) implements From {
            public Tail {
                if (lines < 0) {
                    throw new IllegalArgumentException("tail must be at least 0: " + lines);
                }
            }
        }

        /// @param text as a chunk gave it; one that is not is refused
        record Cursor(String text) implements From {
            public Cursor {
                Objects.requireNonNull(text);
            }
        }
    }
}
