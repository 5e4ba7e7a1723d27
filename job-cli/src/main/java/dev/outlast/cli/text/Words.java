package dev.outlast.cli.text;

import dev.outlast.cli.http.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Times, money and places in a few characters.
public final class Words {
    private Words() {}

    /// `42s`, `5m 3s`, `2h 7m`, `3d 4h`; `-` for nothing.
    public static String span(Optional<Duration> duration) {
        if (duration.isEmpty()) {
            return "-";
        }
        long seconds = Math.max(0, duration.get().toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        return seconds < 86_400
                ? seconds / 3_600 + "h " + seconds % 3_600 / 60 + "m"
                : seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h";
    }

    /// From one time to another, or to now.
    public static String span(Optional<Instant> from, Optional<Instant> to, Instant now) {
        return span(from.map(start -> Duration.between(start, to.orElse(now))));
    }

    public static String ago(Optional<Instant> time, Instant now) {
        return time.isEmpty() ? "-" : span(Optional.of(Duration.between(time.get(), now))) + " ago";
    }

    public static String money(double dollars) {
        var text = String.format(Locale.ROOT, "%.2f", dollars);
        // Small sums are real too, most of all in a demonstration.
        return "$" + (dollars > 0 && dollars < 0.1 ? String.format(Locale.ROOT, "%.5f", dollars) : text);
    }

    /// `local/east/east-a`.
    public static String place(Json attempt) {
        var parts = new ArrayList<String>();
        for (var name : List.of("provider", "region", "zone")) {
            if (!attempt.at(name).text().isEmpty()) {
                parts.add(attempt.at(name).text());
            }
        }
        return String.join("/", parts);
    }

    /// `1-3,5`.
    public static String ranges(List<Long> ids) {
        var text = new StringBuilder();
        for (int i = 0; i < ids.size(); ) {
            int last = i;
            while (last + 1 < ids.size() && ids.get(last + 1) == ids.get(last) + 1) {
                last++;
            }
            text.append(text.isEmpty() ? "" : ",").append(ids.get(i)).append(last > i ? "-" + ids.get(last) : "");
            i = last + 1;
        }
        return text.toString();
    }
}
