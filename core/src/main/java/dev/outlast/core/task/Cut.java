package dev.outlast.core.task;

import java.util.Comparator;
import java.util.List;

/// A stretch of a YAML text to replace. `from` and `to` count code points, as the marks of the parser do.
record Cut(int from, int to, String replacement) {
    /// The text with all cuts made; they do not overlap. White space at the end of a stretch stays: block scalars
    /// include the line ends that separate them from what follows.
    static String apply(String text, List<Cut> cuts) {
        var result = new StringBuilder();
        int codePoints = 0;
        int done = 0;
        for (var cut : cuts.stream().sorted(Comparator.comparingInt(Cut::from)).toList()) {
            int start = text.offsetByCodePoints(done, cut.from - codePoints);
            int end = text.offsetByCodePoints(start, cut.to - cut.from);
            int ink = end;
            while (ink > start && Character.isWhitespace(text.charAt(ink - 1))) {
                ink--;
            }
            result.append(text, done, start).append(cut.replacement).append(text, ink, end);
            codePoints = cut.to;
            done = end;
        }
        return result.append(text, done, text.length()).toString();
    }

    /// As a double-quoted scalar of YAML, in one line.
    static String quoted(String text) {
        var result = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> result.append("\\\"");
                case '\\' -> result.append("\\\\");
                case '\n' -> result.append("\\n");
                case '\r' -> result.append("\\r");
                case '\t' -> result.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                        result.append("\\u%04x".formatted(c));
                    } else {
                        result.appendCodePoint(c);
                    }
                }
            }
        });
        return result.append('"').toString();
    }
}
