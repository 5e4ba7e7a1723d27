package dev.outlast.controller.api;

import dev.outlast.core.task.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// What became of a call. Only [Done] and [Unknown] may have had an effect.
public sealed interface Answer<T> {

    record Done<T>(T value) implements Answer<T> {
        public Done {
            Objects.requireNonNull(value);
        }
    }

    /// @param what names what there is not: `job 17`
    record NotFound<T>(String what) implements Answer<T> {
        public NotFound {
            Objects.requireNonNull(what);
        }
    }

    /// What was sent cannot be accepted, with all reasons.
    record Refused<T>(List<Problem> problems) implements Answer<T> {
        public Refused {
            problems = List.copyOf(problems);
        }

        public static <T> Refused<T> because(String message) {
            return new Refused<>(List.of(new Problem(0, 0, "", message)));
        }
    }

    /// It does not fit what is there: the same idempotency key with another body, a retry of a live job.
    ///
    /// @param code machine-readable, such as `key_reused`
    record Conflict<T>(String code, String message) implements Answer<T> {
        public Conflict {
            Objects.requireNonNull(code);
            Objects.requireNonNull(message);
        }

        public static <T> Conflict<T> keyReused() {
            return new Conflict<>("key_reused", "this Idempotency-Key was used with another body");
        }
    }

    /// Too much at once: certainly not done.
    record Busy<T>(Duration retryAfter) implements Answer<T> {
        public Busy {
            Objects.requireNonNull(retryAfter);
        }
    }

    /// The disk is full: certainly not done.
    record NoSpace<T>() implements Answer<T> {}

    /// Not now, and certainly not done: the store is away, or this controller does not lead.
    record Unavailable<T>(String why) implements Answer<T> {
        public Unavailable {
            Objects.requireNonNull(why);
        }
    }

    /// It may or may not have been done. The connection is cut, for clients repeat what is answered by 503.
    record Unknown<T>() implements Answer<T> {}
}
