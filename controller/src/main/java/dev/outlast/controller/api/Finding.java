package dev.outlast.controller.api;

import java.util.Objects;

/// One thing that was looked at.
///
/// @param subject such as `provider local`, `disk`, `python3`
/// @param detail what was found, and for a bad one what to do
public record Finding(String subject, Level level, String detail) {
    public Finding {
        Objects.requireNonNull(subject);
        Objects.requireNonNull(level);
        Objects.requireNonNull(detail);
    }

    public enum Level {
        OK,
        /// Works, but someone may want to know.
        NOTE,
        /// Does not work.
        BAD
    }
}
