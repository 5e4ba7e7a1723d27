package dev.outlast.core.task;

import java.util.List;
import java.util.Optional;

/// Decides what a key of a map with fixed keys is.
final class KeyCheck {
    private KeyCheck() {}

    /// The modern key that `entry` sets, or nothing after saying why.
    static Optional<String> modern(Tree.Entry entry, Tree.Entries map, Section section, Findings findings) {
        var key = entry.key();
        if (key.startsWith("_")) {
            // Notes that clients send along for themselves (_metadata, _user_specified_yaml).
            return Optional.empty();
        }
        if (section.keys().contains(key)) {
            return Optional.of(key);
        }
        var old = OldSpellings.find(section, key);
        if (old.isPresent()) {
            return modern(entry, old.get(), map, findings);
        }
        if (findings.isFull()) {
            return Optional.empty();
        }
        var message = "unknown key" + advice(key, section);
        if (section == Section.HEADER) {
            findings.warning(entry.keyAt(), message + "; ignored");
        } else {
            findings.problem(entry.keyAt(), message);
        }
        return Optional.empty();
    }

    private static Optional<String> modern(
            Tree.Entry entry, OldSpellings.Entry old, Tree.Entries map, Findings findings) {
        if (old.modern().isEmpty()) {
            findings.problem(entry.keyAt(), "unknown key; " + old.advice());
            return Optional.empty();
        }
        var twin = map.keys().stream()
                .filter(k -> !k.equals(old.old()) && means(k, old.modern(), old.section()))
                .findFirst();
        if (twin.isPresent()) {
            findings.problem(
                    entry.keyAt(), "means the same as '" + twin.get() + "', which is given too; give only one");
            return Optional.empty();
        }
        if (old.told()) {
            findings.warning(entry.keyAt(), "old spelling; it is called '" + old.modern() + "' now");
        }
        return Optional.of(old.modern());
    }

    private static boolean means(String key, String modern, Section section) {
        return key.equals(modern)
                || OldSpellings.find(section, key)
                        .filter(e -> e.modern().equals(modern))
                        .isPresent();
    }

    private static String advice(String key, Section section) {
        if (section == Section.TASK) {
            for (var below : List.of(Section.RESOURCES, Section.OUTLAST)) {
                if (below.keys().contains(key)) {
                    return "; it belongs under " + below.title();
                }
            }
            if (key.equals("execution")) {
                return "; it belongs into a first document of its own, with only 'name' beside it";
            }
        }
        if (section == Section.RESOURCES && Section.TASK.keys().contains(key)) {
            return "; it belongs at the top level";
        }
        var hint = Closest.hint(key, section.keys());
        return hint.isEmpty() ? "; expected one of " + String.join(", ", section.keys()) : hint;
    }
}
