package dev.outlast.core.task;

import java.util.Locale;

/// Small facts about text that do not depend on the machine's language.
final class Text {
    private static final int LONGEST_QUOTE = 60;

    private Text() {}

    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /// Without `edge` at both ends.
    static String trim(String text, char edge) {
        int from = 0;
        int to = text.length();
        while (from < to && text.charAt(from) == edge) {
            from++;
        }
        while (to > from && text.charAt(to - 1) == edge) {
            to--;
        }
        return text.substring(from, to);
    }

    /// Quoted for a message, and cut if it is long.
    static String quoted(String text) {
        var shown = text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE - 3) + "...";
        return "'" + shown.replace("\n", "\\n") + "'";
    }

    static boolean isAsciiLetter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
