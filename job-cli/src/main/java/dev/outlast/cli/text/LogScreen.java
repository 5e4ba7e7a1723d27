package dev.outlast.cli.text;

import java.io.ByteArrayOutputStream;

/// A job's output on its way to a terminal: colours and carriage returns pass, everything else that would command the
/// terminal (titles, cursor, clipboard, keyboard) is shown as `^[`. Works on bytes, across pieces.
public final class LogScreen {
    private static final int ESCAPE = 0x1b;
    private static final int MAX_COLOUR = 16;

    private final StringBuilder pending = new StringBuilder();
    /// The first byte of a control character written as two, such as U+009B, which some terminals obey.
    private boolean held;

    public byte[] pass(byte[] piece) {
        var out = new ByteArrayOutputStream(piece.length);
        for (byte b : piece) {
            int c = b & 0xff;
            if (held) {
                held = false;
                if (c >= 0x80 && c < 0xa0) {
                    out.write('?');
                    continue;
                }
                pass(0xc2, out);
            }
            if (c == 0xc2) {
                held = true;
            } else {
                pass(c, out);
            }
        }
        return out.toByteArray();
    }

    private void pass(int c, ByteArrayOutputStream out) {
        if (pending.isEmpty()) {
            start(c, out);
            return;
        }
        pending.append((char) c);
        boolean opened = pending.length() > 2 || c == '[';
        boolean parameter = pending.length() == 2 ? c == '[' : (c >= '0' && c <= '9') || c == ';' || c == ':';
        if (opened && c == 'm') {
            write(pending, out);
            pending.setLength(0);
        } else if (!parameter || pending.length() > MAX_COLOUR) {
            var refused = pending.toString();
            pending.setLength(0);
            out.write('^');
            out.write('[');
            for (int i = 1; i < refused.length(); i++) {
                pass(refused.charAt(i), out);
            }
        }
    }

    private void start(int c, ByteArrayOutputStream out) {
        if (c == ESCAPE) {
            pending.append((char) c);
        } else if ((c >= ' ' && c != 0x7f) || c == '\n' || c == '\r' || c == '\t') {
            out.write(c);
        } else {
            out.write('^');
            out.write(c == 0x7f ? '?' : c + '@');
        }
    }

    private static void write(StringBuilder text, ByteArrayOutputStream out) {
        for (int i = 0; i < text.length(); i++) {
            out.write(text.charAt(i));
        }
    }
}
