package dev.outlast.core.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/// A YAML value with its place, after aliases, merges and duplicate keys have been dealt with.
sealed interface Tree {
    At at();

    /// `text` is as written, without quotes.
    record Leaf(At at, String text, Setting.Kind kind) implements Tree {}

    record Items(At at, List<Tree> items) implements Tree {
        public Items {
            items = List.copyOf(items);
        }
    }

    /// Keys are unique and in the order written.
    record Entries(At at, List<Entry> entries) implements Tree {
        public Entries {
            entries = List.copyOf(entries);
        }

        Optional<Tree> get(String key) {
            return entries.stream()
                    .filter(e -> e.key().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }

        List<String> keys() {
            return entries.stream().map(Entry::key).toList();
        }
    }

    /// `keyAt` is where the key stands; the value knows its own place.
    record Entry(At keyAt, String key, Tree value) {}

    /// The same text as a plain scalar of a YAML file would be.
    static Tree plain(At at, String text) {
        return new Leaf(at, text, kind(new Resolver().resolve(NodeId.scalar, text, true)));
    }

    /// What the scalar is by YAML 1.1; whatever we have no use for (dates, `<<` as a value) is text.
    static Setting.Kind kind(Tag tag) {
        if (tag.equals(Tag.INT)) {
            return Setting.Kind.INTEGER;
        }
        if (tag.equals(Tag.FLOAT)) {
            return Setting.Kind.DECIMAL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Setting.Kind.TRUTH;
        }
        return tag.equals(Tag.NULL) ? Setting.Kind.NOTHING : Setting.Kind.TEXT;
    }

    /// Whether there is a null here.
    default boolean isNothing() {
        return this instanceof Leaf leaf && leaf.kind() == Setting.Kind.NOTHING;
    }

    /// Whether there is anything here at all: neither null nor an empty list or map.
    default boolean isGiven() {
        return switch (this) {
            case Leaf _ -> !isNothing();
            case Items list -> !list.items().isEmpty();
            case Entries map -> !map.entries().isEmpty();
        };
    }

    /// How many values this is, with all in it.
    default long size() {
        return switch (this) {
            case Leaf _ -> 1;
            case Items list -> 1 + list.items().stream().mapToLong(Tree::size).sum();
            case Entries map ->
                1 + map.entries().stream().mapToLong(e -> e.value().size()).sum();
        };
    }

    /// For the sentence "found …".
    default String found() {
        return switch (this) {
            case Leaf leaf when isNothing() -> leaf.text().isEmpty() ? "nothing" : leaf.text();
            case Leaf leaf -> Text.quoted(leaf.text());
            case Items _ -> "a list";
            case Entries _ -> "a map";
        };
    }

    /// The same without places.
    default Setting setting() {
        return switch (this) {
            case Leaf leaf -> new Setting.One(leaf.text(), leaf.kind());
            case Items list ->
                new Setting.Many(list.items().stream().map(Tree::setting).toList());
            case Entries map -> {
                Map<String, Setting> named = new LinkedHashMap<>();
                map.entries().forEach(e -> named.put(e.key(), e.value().setting()));
                yield new Setting.Named(named);
            }
        };
    }
}
