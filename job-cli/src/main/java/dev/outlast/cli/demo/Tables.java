package dev.outlast.cli.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The end of the demo as text.
final class Tables {
    private static final String ATTEMPT = "   %-7s  %-14s  %-4s  %9s  %8s  %-9s  %10s  %9s";

    private Tables() {}

    /// Events by the time since the first.
    static List<String> timeline(List<JobEvent> events) {
        var lines = new ArrayList<String>();
        var start = events.isEmpty() ? Instant.EPOCH : events.getFirst().at();
        for (var event : events) {
            var attempt = event.attempt() == 0 ? "         " : "attempt " + event.attempt();
            lines.add(String.format(
                    Locale.ROOT,
                    "   %8s  %s  %s",
                    seconds(Duration.between(start, event.at())),
                    attempt,
                    event.words()));
        }
        return lines;
    }

    static List<String> attempts(List<Attempt> attempts) {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT, ATTEMPT, "ATTEMPT", "PLACE", "KIND", "PRICE/H", "RAN", "ENDED", "COST", "FROM STEP"));
        for (var one : attempts) {
            lines.add(String.format(
                    Locale.ROOT,
                    ATTEMPT,
                    one.number(),
                    one.place(),
                    one.spot() ? "spot" : "full",
                    dollars(one.pricePerHour(), 5),
                    seconds(one.ran()),
                    one.fault().isEmpty() ? "done" : one.fault(),
                    dollars(one.cost(), 7),
                    one.resumedAt().orElse(0)));
        }
        return lines;
    }

    static String total(List<Attempt> attempts) {
        return dollars(attempts.stream().mapToDouble(Attempt::cost).sum(), 7);
    }

    /// Short spans by the millisecond.
    static String span(Duration time) {
        var millis = Math.max(0, time.toMillis());
        return millis < 1_000 ? millis + " ms" : seconds(time);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
    }

    private static String dollars(double amount, int digits) {
        return String.format(Locale.ROOT, "$%." + digits + "f", amount);
    }
}
