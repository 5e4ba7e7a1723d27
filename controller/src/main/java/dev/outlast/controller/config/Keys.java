package dev.outlast.controller.config;

import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Reads typed values and remembers which keys were asked for, so that the rest can be refused.
final class Keys {
    private final Map<String, String> values;
    private final Set<String> known = new TreeSet<>();

    Keys(Map<String, String> values) {
        this.values = values;
    }

    String text(String key, String fallback) {
        known.add(key);
        return values.getOrDefault(key, fallback);
    }

    int whole(String key, int fallback, int least) throws ConfigException {
        return read(key, fallback, "a whole number from " + least, text -> {
            var value = Integer.parseInt(text.strip());
            if (value < least) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }

    double number(String key, double fallback, double least, double most) throws ConfigException {
        return read(key, fallback, "a number from " + least + " to " + most, text -> {
            var value = Double.parseDouble(text.strip());
            if (!(value >= least && value <= most)) {
                throw new IllegalArgumentException();
            }
            return value;
        });
    }

    Duration duration(String key, Duration fallback) throws ConfigException {
        return read(key, fallback, "a duration such as 500ms, 30s, 5m or 2h", Keys::parseDuration);
    }

    /// All keys below a prefix, without it.
    Map<String, String> below(String prefix) {
        var found = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix + ".")) {
                known.add(key);
                found.put(key.substring(prefix.length() + 1), value);
            }
        });
        return found;
    }

    void refuseUnknown() throws ConfigException {
        var unknown = new HashSet<>(values.keySet());
        unknown.removeAll(known);
        if (!unknown.isEmpty()) {
            throw new ConfigException("unknown key in config.yaml: " + String.join(", ", new TreeSet<>(unknown))
                    + "; known: " + String.join(", ", known));
        }
    }

    private <T> T read(String key, T fallback, String expected, Function<String, T> parse) throws ConfigException {
        known.add(key);
        var text = values.get(key);
        if (text == null) {
            return fallback;
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException(key + ": '" + text + "' is not " + expected);
        }
    }

    private static Duration parseDuration(String text) {
        var s = text.strip().toLowerCase(Locale.ROOT);
        var digits = s.replaceAll("[a-z]+$", "");
        var amount = Long.parseLong(digits);
        return switch (s.substring(digits.length())) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            case "d" -> Duration.ofDays(amount);
            default -> throw new IllegalArgumentException(text);
        };
    }
}
