package dev.outlast.provider.kubernetes;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations as people write them: `90s`, `15m`, `1h`, `7d`.
final class Durations {
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

    private Durations() {}

    static Optional<Duration> parse(String text) {
        var found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            return Optional.empty();
        }
        var amount = Long.parseLong(found.group(1));
        return Optional.of(
                switch (found.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case "h" -> Duration.ofHours(amount);
                    default -> Duration.ofDays(amount);
                });
    }

    /// Whole seconds as text; a bare number is one already.
    static Optional<String> seconds(String text) {
        return text.matches("[0-9]{1,9}")
                ? Optional.of(text)
                : parse(text).map(duration -> Long.toString(duration.toSeconds()));
    }
}
