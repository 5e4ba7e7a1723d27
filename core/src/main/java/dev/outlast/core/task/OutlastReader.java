package dev.outlast.core.task;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads the limits only Outlast knows, from `outlast:` or from variables such as `OUTLAST_MAX_DURATION`, which
/// clients that refuse unknown keys let through.
final class OutlastReader {
    static final String PREFIX = "OUTLAST_";

    private final Fields section;
    private final Map<String, Tree.Leaf> variables;
    private final Findings findings;

    private OutlastReader(Fields section, Map<String, Tree.Leaf> variables, Findings findings) {
        this.section = section;
        this.variables = variables;
        this.findings = findings;
    }

    static OutlastSpec read(Fields task, Environment environment, Findings findings) {
        var section = task.open("outlast", Section.OUTLAST);
        return new OutlastReader(section, environment.variables(), findings).read();
    }

    private OutlastSpec read() {
        checkVariables();
        return new OutlastSpec(
                field("deadline", OutlastReader::deadline, Deadline.NONE),
                field("max_duration", OutlastReader::limit, Duration.ZERO),
                field("max_wait", OutlastReader::limit, Duration.ZERO),
                field("max_cost", OutlastReader::cost, BigDecimal.ZERO),
                field("stall_after", OutlastReader::limit, Duration.ZERO),
                field("on_silence", OutlastReader::onSilence, OnSilence.WAIT),
                field("grace", OutlastReader::grace, OutlastSpec.DEFAULT_GRACE),
                field("keep_failed", OutlastReader::grace, Duration.ZERO));
    }

    private void checkVariables() {
        var known = Section.OUTLAST.keys().stream().map(OutlastReader::variable).toList();
        variables.forEach((name, leaf) -> {
            if (known.contains(name)) {
                var key = Text.lower(name.substring(PREFIX.length()));
                NotYet.tell(Section.OUTLAST.path(key), leaf, findings);
            } else if (name.startsWith(PREFIX)) {
                var hint = Closest.hint(name, known);
                if (!hint.isEmpty()) {
                    findings.warning(leaf.at(), "sets no limit" + hint);
                }
            }
        });
    }

    private <T> T field(String key, Function<String, Reading<T>> grammar, T fallback) {
        T written = section.read(key, grammar, fallback);
        var leaf = Optional.ofNullable(variables.get(variable(key))).filter(l -> !l.isNothing());
        if (leaf.isEmpty()) {
            return written;
        }
        return switch (grammar.apply(leaf.get().text())) {
            case Reading.Bad<T>(String expected) -> {
                findings.problem(leaf.get().at(), "found " + leaf.get().found() + "; expected " + expected);
                yield written;
            }
            case Reading.Good<T>(T value) -> {
                if (section.has(key) && !written.equals(value)) {
                    findings.problem(
                            leaf.get().at(), "differs from '" + Section.OUTLAST.path(key) + "'; give only one of them");
                }
                yield value;
            }
        };
    }

    private static String variable(String key) {
        return PREFIX + Text.upper(key);
    }

    private static Reading<Duration> limit(String text) {
        return TimeText.readPositive(text, TimeText.Bare.SECONDS);
    }

    private static Reading<Duration> grace(String text) {
        return TimeText.read(text, TimeText.Bare.SECONDS);
    }

    private static Reading<BigDecimal> cost(String text) {
        var number = text.startsWith("$") ? text.substring(1) : text;
        return SizeText.number(number) instanceof Reading.Good<BigDecimal>(BigDecimal cost) && cost.signum() > 0
                ? Reading.good(plain(cost))
                : Reading.bad("an amount of USD above 0, such as 25 or 12.50");
    }

    /// So that 250 and 250.00 are equal.
    private static BigDecimal plain(BigDecimal cost) {
        var stripped = cost.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static Reading<OnSilence> onSilence(String text) {
        var words = Text.lower(text.strip()).split("\\s+", -1);
        if (words.length == 1 && words[0].equals("wait")) {
            return Reading.good(OnSilence.WAIT);
        }
        return words.length == 3
                        && words[0].equals("relaunch")
                        && words[1].equals("after")
                        && limit(words[2]) instanceof Reading.Good<Duration>(Duration silence)
                ? Reading.good(new OnSilence.RelaunchAfter(silence))
                : Reading.bad("'wait' or 'relaunch after <time>', such as 'relaunch after 10m'");
    }

    private static Reading<Deadline> deadline(String text) {
        if (limit(text) instanceof Reading.Good<Duration>(Duration duration)) {
            return Reading.good(new Deadline.Within(duration));
        }
        try {
            var joined = text.length() > 10 && text.charAt(10) == ' ' ? text.replaceFirst(" ", "T") : text;
            return Reading.good(
                    new Deadline.At(OffsetDateTime.parse(Text.upper(joined)).toInstant()));
        } catch (DateTimeParseException _) {
            return Reading.bad("a time with its offset such as 2026-12-24T18:00:00Z, or a duration such as 12h");
        }
    }
}
