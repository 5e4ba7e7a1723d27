package dev.outlast.checkpointing.blob;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a tar file that depends on names, contents and executable bits only: no owners, no times.
final class TarWriter {
    private static final int NAME = 100;
    private static final long MAX_OCTAL_SIZE = 077777777777L;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void folder(String name) throws IOException {
        member(name + "/", '5', 0755, 0, "");
    }

    void link(String name, String target) throws IOException {
        member(name, '2', 0777, 0, target);
    }

    /// The caller writes exactly `size` bytes to the stream, then calls [#pad].
    void file(String name, boolean executable, long size) throws IOException {
        member(name, '0', executable ? 0755 : 0644, size, "");
    }

    void pad(long size) throws IOException {
        out.write(new byte[(int) Math.floorMod(-size, (long) TarHeader.SIZE)]);
    }

    void end() throws IOException {
        out.write(new byte[2 * TarHeader.SIZE]);
    }

    private void member(String name, char type, int mode, long size, String target) throws IOException {
        StringBuilder pax = new StringBuilder();
        if (!fits(name)) {
            pax.append(record("path", name));
        }
        if (!fits(target)) {
            pax.append(record("linkpath", target));
        }
        if (size > MAX_OCTAL_SIZE) {
            pax.append(record("size", Long.toString(size)));
        }
        if (!pax.isEmpty()) {
            byte[] data = pax.toString().getBytes(StandardCharsets.UTF_8);
            out.write(header("pax", 'x', 0644, data.length, ""));
            out.write(data);
            pad(data.length);
        }
        out.write(header(name, type, mode, size > MAX_OCTAL_SIZE ? 0 : size, target));
    }

    private static boolean fits(String text) {
        return text.length() <= NAME && text.chars().allMatch(c -> c >= ' ' && c < 127);
    }

    /// `length key=value`, where the length counts its own digits.
    private static String record(String key, String value) {
        String rest = " " + key + "=" + value + "\n";
        int bytes = rest.getBytes(StandardCharsets.UTF_8).length;
        int length = bytes + Integer.toString(bytes).length();
        length = bytes + Integer.toString(length).length();
        return length + rest;
    }

    private static byte[] header(String name, char type, int mode, long size, String target) {
        byte[] block = new byte[TarHeader.SIZE];
        text(block, 0, name);
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, 0);
        block[156] = (byte) type;
        text(block, 157, target);
        text(block, 257, "ustar\00000");
        text(block, 148, "        ");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
        return block;
    }

    private static void text(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, Math.min(bytes.length, NAME));
    }

    private static void octal(byte[] block, int at, int length, long value) {
        String digits = Long.toOctalString(value);
        text(block, at, "0".repeat(length - 1 - digits.length()) + digits);
        block[at + length - 1] = 0;
    }
}
