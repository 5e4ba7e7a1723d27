package dev.outlast.core.task;

import java.time.Duration;

/// The grammar of durations: `90`, `30s`, `10m`, `2h`, `1d`, `1w`, in either case, and several in a row from the
/// largest to the smallest as in `1h30m`. Whole numbers only, up to ten years.
final class TimeText {
    private static final String UNITS = "wdhms";
    private static final long[] UNIT_SECONDS = {604_800, 86_400, 3_600, 60, 1};
    private static final long MAX_SECONDS = 3_650L * 86_400;

    private TimeText() {}

    /// What a number without a unit means, which also decides the smallest unit allowed.
    enum Bare {
        SECONDS("a time such as 90, 30s, 10m, 2h, 1h30m, 1d or 1w (a bare number is seconds), at most ten years"),
        MINUTES("a time such as 10, 10m, 2h, 1h30m, 1d or 1w (a bare number is minutes), at most ten years");

        private final String expected;

        Bare(String expected) {
            this.expected = expected;
        }

        private long seconds() {
            return this == SECONDS ? 1 : 60;
        }
    }

    static Reading<Duration> read(String written, Bare bare) {
        var text = Text.lower(written.strip());
        long seconds = text.isEmpty() ? -1 : seconds(text, bare);
        return seconds < 0 || seconds > MAX_SECONDS
                ? Reading.bad(bare.expected)
                : Reading.good(Duration.ofSeconds(seconds));
    }

    /// As [#read(String, Bare)], but zero is refused.
    static Reading<Duration> readPositive(String written, Bare bare) {
        return switch (read(written, bare)) {
            case Reading.Good<Duration>(Duration d) when d.isZero() -> Reading.bad(bare.expected + ", above 0");
            case Reading<Duration> other -> other;
        };
    }

    /// -1 if it is no duration.
    private static long seconds(String text, Bare bare) {
        long total = 0;
        int lastUnit = -1;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && Text.isDigit(text.charAt(at))) {
                at++;
            }
            if (at == start || at - start > 10) {
                return -1;
            }
            long number = Long.parseLong(text.substring(start, at));
            if (at == text.length()) {
                return start == 0 ? number * bare.seconds() : -1;
            }
            int unit = UNITS.indexOf(text.charAt(at++));
            if (unit <= lastUnit || (bare == Bare.MINUTES && unit == UNITS.indexOf('s'))) {
                return -1;
            }
            lastUnit = unit;
            total += number * UNIT_SECONDS[unit];
        }
        return total;
    }
}
