package dev.outlast.core.task;

import java.util.Collection;
import java.util.Optional;

/// Finds what a mistyped word was meant to be.
public final class Closest {
    private static final int LONGEST = 64;

    private Closest() {}

    /// The known word nearest to `word`, ignoring case; empty if none is near enough to be meant: one change for up
    /// to 4 letters, two for up to 8, three beyond.
    public static Optional<String> to(String word, Collection<String> known) {
        if (word.isEmpty() || word.length() > LONGEST) {
            return Optional.empty();
        }
        var lower = Text.lower(word);
        int best = (word.length() <= 4 ? 1 : word.length() <= 8 ? 2 : 3) + 1;
        var found = Optional.<String>empty();
        for (var candidate : known) {
            if (Math.abs(candidate.length() - word.length()) < best) {
                int distance = distance(lower, Text.lower(candidate));
                // A word of which nothing is left is not the word that was meant.
                if (distance < best && distance < candidate.length()) {
                    best = distance;
                    found = Optional.of(candidate);
                }
            }
        }
        return found;
    }

    /// `; did you mean 'x'?`, or nothing.
    public static String hint(String word, Collection<String> known) {
        return to(word, known).map(k -> "; did you mean '" + k + "'?").orElse("");
    }

    /// Damerau–Levenshtein: letters inserted, left out, changed, or two neighbours swapped (each stretch edited
    /// once).
    static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] now = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    now[j] = Math.min(now[j], before[j - 2] + 1);
                }
            }
            int[] free = before;
            before = last;
            last = now;
            now = free;
        }
        return last[b.length()];
    }
}
