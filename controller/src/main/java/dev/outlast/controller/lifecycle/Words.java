package dev.outlast.controller.lifecycle;

import dev.outlast.core.checkpoint.ResumePoint;
import dev.outlast.core.cluster.Demand;
import dev.outlast.core.cluster.Offer;
import dev.outlast.core.cluster.Quantity;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Collectors;

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

    /// Such as `2 nodes of aws/us-east-1, 8+ CPUs, H100:8, spot`; alternatives with "or" between them.
    public static String demand(Demand demand) {
        var nodes = demand.nodes() == 1 ? "" : demand.nodes() + " nodes of ";
        return nodes + demand.choices().stream().map(Words::choice).distinct().collect(Collectors.joining(" or "));
    }

    private static String choice(Demand.Choice choice) {
        var parts = new ArrayList<String>();
        parts.add(
                choice.where().provider().isEmpty()
                        ? "any place"
                        : choice.where().toString());
        if (!choice.instanceType().isEmpty()) {
            parts.add(choice.instanceType());
        }
        if (!choice.cpus().equals(Quantity.ANY)) {
            parts.add(amount(choice.cpus()) + " CPUs");
        }
        if (!choice.memoryGib().equals(Quantity.ANY)) {
            parts.add(amount(choice.memoryGib()) + " GiB");
        }
        if (!choice.accelerator().isEmpty()) {
            parts.add(choice.accelerator() + ":" + plain(choice.acceleratorCount()));
        }
        parts.add(choice.spot() == Demand.Spot.YES ? "spot" : "on-demand");
        if (Double.isFinite(choice.maxPricePerHour())) {
            parts.add("at most $" + plain(choice.maxPricePerHour()) + "/h");
        }
        return String.join(", ", parts);
    }

    private static String amount(Quantity wanted) {
        return plain(wanted.amount()) + (wanted.atLeast() ? "+" : "");
    }

    private static String plain(double number) {
        return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
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
