package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Offer;
import java.time.Duration;
import java.util.Locale;

/// How values are said to people, in one place so that history, `why` and tables say the same.
public final class Words {
    private Words() {}

    public static String offer(Offer offer) {
        return String.format(
                Locale.ROOT,
                "%s, %s %s at $%.4f/h",
                offer.place(),
                offer.instanceType(),
                offer.spot() ? "spot" : "on-demand",
                offer.pricePerHour());
    }

    public static String resume(ResumePoint point) {
        return switch (point) {
            case ResumePoint.Beginning _ -> "from the beginning: there is no complete checkpoint";
            case ResumePoint.At at -> "from checkpoint " + at.seq() + ", written by attempt " + at.writtenByAttempt();
        };
    }

    /// `2h5m`, `31s`, `0.4s`.
    public static String duration(Duration duration) {
        var seconds = duration.toSeconds();
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
        }
        var text = new StringBuilder();
        if (seconds >= 86_400) {
            text.append(seconds / 86_400).append('d');
        }
        if (seconds % 86_400 >= 3_600) {
            text.append(seconds % 86_400 / 3_600).append('h');
        }
        if (seconds % 3_600 >= 60 && seconds < 86_400) {
            text.append(seconds % 3_600 / 60).append('m');
        }
        if (seconds % 60 > 0 && seconds < 3_600) {
            text.append(seconds % 60).append('s');
        }
        return text.toString();
    }
}
