package dev.outlast.core.task;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// A map with fixed keys, opened for reading: unknown, old and dormant keys have been dealt with, and each question
/// about a value reports what is wrong with it and then answers with the fallback.
final class Fields {
    private final At at;
    private final Map<String, Tree> values;
    private final Findings findings;

    private Fields(At at, Map<String, Tree> values, Findings findings) {
        this.at = at;
        this.values = values;
        this.findings = findings;
    }

    /// No fields, at this place.
    static Fields none(At at, Findings findings) {
        return new Fields(at, Map.of(), findings);
    }

    /// The keys of `tree`, which should be a map with the keys of `section`.
    static Fields open(Tree tree, Section section, Findings findings) {
        if (!(tree instanceof Tree.Entries map)) {
            if (!tree.isNothing()) {
                findings.problem(
                        tree.at(),
                        "found " + tree.found() + "; expected a map with the keys of " + section.title() + ": "
                                + String.join(", ", section.keys()));
            }
            return none(tree.at(), findings);
        }
        var values = new LinkedHashMap<String, Tree>();
        for (var entry : map.entries()) {
            KeyCheck.modern(entry, map, section, findings).ifPresent(key -> {
                values.put(key, entry.value());
                if (!entry.value().isNothing()) {
                    NotYet.tell(section.path(key), entry.value(), findings);
                }
            });
        }
        return new Fields(tree.at(), values, findings);
    }

    /// With this key set, whatever it was before.
    Fields with(String key, Tree value) {
        var more = new LinkedHashMap<>(values);
        more.put(key, value);
        return new Fields(at, more, findings);
    }

    Fields without(String... keys) {
        var fewer = new LinkedHashMap<>(values);
        fewer.keySet().removeAll(List.of(keys));
        return new Fields(at, fewer, findings);
    }

    At at() {
        return at;
    }

    /// Where the value of `key` is, or would be.
    At at(String key) {
        var value = values.get(key);
        return value == null ? at.missing(key) : value.at();
    }

    /// The value, unless it is missing or null.
    Optional<Tree> get(String key) {
        return Optional.ofNullable(values.get(key)).filter(v -> !v.isNothing());
    }

    boolean has(String key) {
        return get(key).isPresent();
    }

    /// Every key that was written, null values among them.
    Map<String, Tree> all() {
        return values;
    }

    /// The fields of the map under `key`; none if it is missing.
    Fields open(String key, Section section) {
        return get(key).map(tree -> open(tree, section, findings)).orElseGet(() -> none(at(key), findings));
    }

    /// Text, or a number as it was written; empty if missing.
    String text(String key) {
        return get(key).map(this::text).orElse("");
    }

    /// A scalar that has the form of `grammar`.
    <T> T read(String key, Function<String, Reading<T>> grammar, T fallback) {
        return get(key).map(tree -> read(tree, grammar, fallback)).orElse(fallback);
    }

    boolean flag(String key, boolean fallback) {
        return get(key).map(tree -> flag(tree, fallback)).orElse(fallback);
    }

    int whole(String key, int least, int most, int fallback) {
        return read(key, text -> whole(text, least, most), fallback);
    }

    /// One of the words that are the keys of `choices`, in any case; messages list them in the order of the map.
    <T> T oneOf(String key, Map<String, T> choices, T fallback) {
        return read(key, text -> choice(text, choices), fallback);
    }

    /// A list of texts, or one text alone.
    List<Tree.Leaf> leaves(String key) {
        return get(key).map(this::leaves).orElse(List.of());
    }

    /// A map from text to text; null values are refused.
    Map<String, String> texts(String key) {
        var result = new LinkedHashMap<String, String>();
        get(key).ifPresent(tree -> {
            if (tree instanceof Tree.Entries map) {
                map.entries().forEach(e -> result.put(e.key(), text(e.value())));
            } else {
                findings.problem(tree.at(), "found " + tree.found() + "; expected a map from text to text");
            }
        });
        return result;
    }

    private <T> T read(Tree tree, Function<String, Reading<T>> grammar, T fallback) {
        if (!(tree instanceof Tree.Leaf leaf)) {
            // The grammar is asked about nothing, only to say what it would have liked.
            var wish = grammar.apply("") instanceof Reading.Bad<T>(String expected) ? expected : "text";
            findings.problem(tree.at(), "found " + tree.found() + "; expected " + wish);
            return fallback;
        }
        return switch (grammar.apply(leaf.text())) {
            case Reading.Good<T>(T value) -> value;
            case Reading.Bad<T>(String expected) -> {
                findings.problem(tree.at(), "found " + tree.found() + "; expected " + expected);
                yield fallback;
            }
        };
    }

    private String text(Tree tree) {
        if (tree instanceof Tree.Leaf leaf && leaf.kind() != Setting.Kind.TRUTH && !leaf.isNothing()) {
            return leaf.text();
        }
        var quote = tree instanceof Tree.Leaf leaf && leaf.kind() == Setting.Kind.TRUTH
                ? " (YAML takes this word for true or false; put it in quotes)"
                : "";
        findings.problem(tree.at(), "found " + tree.found() + "; expected text" + quote);
        return "";
    }

    private boolean flag(Tree tree, boolean fallback) {
        if (tree instanceof Tree.Leaf leaf && leaf.kind() == Setting.Kind.TRUTH) {
            return Truth.isTrue(leaf.text());
        }
        findings.problem(tree.at(), "found " + tree.found() + "; expected true or false");
        return fallback;
    }

    private List<Tree.Leaf> leaves(Tree tree) {
        var result = new ArrayList<Tree.Leaf>();
        for (var item : tree instanceof Tree.Items list ? list.items() : List.of(tree)) {
            if (item instanceof Tree.Leaf leaf && !leaf.isNothing()) {
                result.add(leaf);
            } else {
                findings.problem(item.at(), "found " + item.found() + "; expected text or a list of texts");
            }
        }
        return result;
    }

    static Reading<Integer> whole(String text, int least, int most) {
        var number = text.startsWith("+") ? text.substring(1) : text;
        var digits = number.startsWith("-") ? number.substring(1) : number;
        if (!digits.isEmpty() && digits.length() <= 9 && digits.chars().allMatch(Text::isDigit)) {
            int value = Integer.parseInt(number);
            if (value >= least && value <= most) {
                return Reading.good(value);
            }
        }
        return Reading.bad(
                most == Integer.MAX_VALUE
                        ? "a whole number, " + least + " or more"
                        : "a whole number from " + least + " to " + most);
    }

    private static <T> Reading<T> choice(String text, Map<String, T> choices) {
        return choices.entrySet().stream()
                .filter(e -> e.getKey().equalsIgnoreCase(text))
                .findFirst()
                .map(e -> Reading.good(e.getValue()))
                .orElseGet(() -> Reading.bad(
                        "one of " + String.join(", ", choices.keySet()) + Closest.hint(text, choices.keySet())));
    }
}
