package dev.outlast.cli.verb;

import dev.outlast.cli.CommandFailure;
import java.time.Duration;
import java.util.regex.Pattern;

/// Spans of time as people type them: `90s`, `10m`, `2h`, `30d`; a bare number is seconds.
final class Spans {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd]?)");

    private Spans() {}

    /// @param option for the message
    static Duration read(String option, String text) throws CommandFailure {
        var span = FORM.matcher(text);
        if (!span.matches()) {
            throw CommandFailure.usage(option + " '" + text + "' is no time; write 90s, 10m or 2h");
        }
        long number = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
