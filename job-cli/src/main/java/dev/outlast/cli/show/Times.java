package dev.outlast.cli.show;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Times for people.
public final class Times {
    private Times() {}

    /// `3 min ago`; `-` for a time that is not there.
    public static String ago(String time, Instant now) {
        var at = parse(time);
        if (at == null) {
            return "-";
        }
        long seconds = Math.max(0, Duration.between(at, now).toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min ago";
        }
        if (seconds < 48 * 3_600) {
            return seconds / 3_600 + " h ago";
        }
        return seconds / 86_400 + " days ago";
    }

    /// From one time to another, or until now; `-` for what has not begun.
    public static String between(String from, String to, Instant now) {
        var begin = parse(from);
        if (begin == null) {
            return "-";
        }
        var end = parse(to);
        return text(Duration.between(begin, end == null ? now : end));
    }

    /// From one time to another; a beginning that is empty counts nothing, an end that is empty is now.
    public record Span(String from, String to) {}

    /// All of them together; `-` where none has begun.
    public static String sum(List<Span> spans, Instant now) {
        var total = Duration.ZERO;
        boolean begun = false;
        for (var span : spans) {
            var begin = parse(span.from());
            if (begin != null) {
                var end = parse(span.to());
                total = total.plus(Duration.between(begin, end == null ? now : end));
                begun = true;
            }
        }
        return begun ? text(total) : "-";
    }

    /// `1d 2h`, `2h 3m`, `3m 4s`, `4s`.
    public static String text(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + "h " + seconds % 3_600 / 60 + "m";
        }
        return seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h";
    }

    /// `2026-11-21 13:02:03Z`.
    public static String exact(String time) {
        return time.length() < 19 ? "-" : time.substring(0, 19).replace('T', ' ') + "Z";
    }

    private static @org.jspecify.annotations.Nullable Instant parse(String time) {
        try {
            return time.isEmpty() ? null : Instant.parse(time);
        } catch (DateTimeException malformed) {
            return null;
        }
    }
}
