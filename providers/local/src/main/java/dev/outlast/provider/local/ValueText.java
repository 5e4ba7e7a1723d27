package dev.outlast.provider.local;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads single values; the message of a refusal names what they were for.
final class ValueText {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)(ms|s|m|h|d)?");

    private ValueText() {}

    /// `250ms`, `30s`, `2m`, `1.5h`, `1d`; a bare number is seconds.
    static Duration duration(String name, String text) {
        var parts = DURATION.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(name + " is no duration such as 250ms, 30s, 2m or 1h: " + text);
        }
        var unit = parts.group(2) == null ? "s" : parts.group(2);
        var millis = switch (unit) {
            case "ms" -> 1L;
            case "m" -> 60_000L;
            case "h" -> 3_600_000L;
            case "d" -> 86_400_000L;
            default -> 1_000L;
        };
        return Duration.ofMillis(Math.round(Double.parseDouble(parts.group(1)) * millis));
    }

    static double number(String name, String text, double least, double most) {
        double number;
        try {
            number = Double.parseDouble(text.strip());
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(name + " is no number: " + text, wrong);
        }
        if (!(number >= least && number <= most)) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + text);
        }
        return number;
    }

    static long whole(String name, String text, long least, long most) {
        long number;
        try {
            number = Long.parseLong(text.strip());
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException(name + " is no whole number: " + text, wrong);
        }
        if (number < least || number > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + text);
        }
        return number;
    }

    static boolean flag(String name, String text) {
        return oneOf(name, text, Set.of("true", "false")).equals("true");
    }

    static String oneOf(String name, String text, Set<String> allowed) {
        if (!allowed.contains(text.strip())) {
            throw new IllegalArgumentException(
                    name + " must be one of " + allowed.stream().sorted().toList() + ": " + text);
        }
        return text.strip();
    }

    /// `a, b` or `[a, b]`.
    static List<String> names(String name, String text) {
        var names = Stream.of(text.strip().replaceAll("^\\[|]$", "").split(","))
                .map(String::strip)
                .toList();
        for (var one : names) {
            if (!one.matches("[a-z0-9][a-z0-9-]*")) {
                throw new IllegalArgumentException(name + " must be names of [a-z0-9-], comma separated: " + text);
            }
        }
        return names;
    }
}
