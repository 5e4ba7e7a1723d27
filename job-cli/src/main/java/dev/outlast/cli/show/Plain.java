package dev.outlast.cli.show;

/// Text of others on somebody's terminal. What jobs are called or why they failed must not move its cursor, colour
/// it, or read backwards.
public final class Plain {
    private Plain() {}

    /// In one line, with everything that is no visible character spelled out.
    public static String text(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append("\\n");
                case '\r' -> shown.append("\\r");
                case '\t' -> shown.append("\\t");
                default -> {
                    if (isHarmful(c)) {
                        shown.append(c < 0x100 ? "\\x%02x".formatted(c) : "\\u%04x".formatted(c));
                    } else {
                        shown.appendCodePoint(c);
                    }
                }
            }
        });
        return shown.toString();
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /// How many cells of a terminal it takes.
    public static int width(String text) {
        return text.codePoints().map(Plain::width).sum();
    }

    /// As much of it as fits, with an ellipsis for what does not.
    public static String fit(String text, int cells) {
        if (width(text) <= cells) {
            return text;
        }
        var kept = new StringBuilder();
        int used = 1;
        for (int at = 0; at < text.length(); ) {
            int c = text.codePointAt(at);
            used += width(c);
            if (used > cells) {
                break;
            }
            kept.appendCodePoint(c);
            at += Character.charCount(c);
        }
        return kept.append('…').toString();
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = (c >= 0x1100 && c <= 0x115f)
                || (c >= 0x2e80 && c <= 0xa4cf)
                || (c >= 0xac00 && c <= 0xd7a3)
                || (c >= 0xf900 && c <= 0xfaff)
                || (c >= 0xfe30 && c <= 0xfe6f)
                || (c >= 0xff00 && c <= 0xff60)
                || (c >= 0x1f300 && c <= 0x1faff)
                || (c >= 0x20000 && c <= 0x3fffd);
        return wide ? 2 : 1;
    }
}
