package dev.outlast.cli.text;

/// Text from strangers – names, reasons, logs – made harmless for a terminal.
public final class Plain {
    private Plain() {}

    /// On one line, and without anything that moves a cursor: control characters become `\n`, `\x1b` and so on.
    public static String line(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            clean = isHarmless(text.charAt(i));
        }
        if (clean) {
            return text;
        }
        var escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isHarmless(c)) {
                escaped.append(c);
            } else {
                escaped.append(
                        switch (c) {
                            case '\n' -> "\\n";
                            case '\r' -> "\\r";
                            case '\t' -> "\\t";
                            default -> c < 256 ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c);
                        });
            }
        }
        return escaped.toString();
    }

    /// Besides the control characters, those that turn the direction of writing: they make one text look like another.
    private static boolean isHarmless(char c) {
        boolean control = c < ' ' || (c >= 0x7f && c < 0xa0);
        boolean direction = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f;
        return !control && !direction && c != 0x2028 && c != 0x2029 && c != 0xfeff;
    }

    /// As much as fits, with an ellipsis in place of the rest.
    public static String cut(String text, int width) {
        if (text.codePointCount(0, text.length()) <= width) {
            return text;
        }
        return width < 1 ? "" : text.substring(0, text.offsetByCodePoints(0, width - 1)) + "…";
    }
}
