package dev.outlast.provider.kubernetes;

import java.util.Collection;
import java.util.Comparator;

/// Guesses what somebody meant.
final class Spelling {
    private Spelling() {}

    /// `; did you mean NAME?` for the nearest candidate, empty when none is near.
    static String hint(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= Math.max(2, candidate.length() / 4))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)))
                .map(candidate -> "; did you mean " + candidate + "?")
                .orElse("");
    }

    /// Levenshtein's.
    private static int distance(String left, String right) {
        var row = new int[right.length() + 1];
        for (var j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (var i = 1; i <= left.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j < row.length; j++) {
                var replaced = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[right.length()];
    }
}
