package dev.outlast.checkpointing.blob;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The 512 bytes that precede each member of a tar file: POSIX ustar, with GNU's binary numbers.
final class TarHeader {
    static final int SIZE = 512;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_LENGTH = 8;

    private final byte[] block;

    TarHeader(byte[] block) throws ArchiveRefused {
        this.block = block;
        if (!checksumHolds(block)) {
            throw new ArchiveRefused("not a tar file, or a damaged one: a header's checksum is wrong");
        }
    }

    static boolean isEnd(byte[] block) {
        for (int i = 0; i < SIZE; i++) {
            if (block[i] != 0) {
                return false;
            }
        }
        return true;
    }

    static boolean checksumHolds(byte[] block) {
        long sum = 0;
        for (int i = 0; i < SIZE; i++) {
            boolean own = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH;
            sum += own ? ' ' : block[i] & 0xff;
        }
        return sum == octal(block, CHECKSUM_AT, CHECKSUM_LENGTH);
    }

    char type() {
        return (char) (block[156] & 0xff);
    }

    boolean executable() {
        return (octal(block, 100, 8) & 0111) != 0;
    }

    long size() throws ArchiveRefused {
        long size = number(124, 12);
        if (size < 0) {
            throw new ArchiveRefused("a tar header gives no size");
        }
        return size;
    }

    String name() {
        String name = text(0, 100);
        boolean ustar = text(257, 6).equals("ustar") && block[263] == '0';
        String prefix = ustar ? text(345, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    String linkName() {
        return text(157, 100);
    }

    /// Octal digits, or with the first bit set a big-endian number.
    private long number(int at, int length) {
        if ((block[at] & 0x80) == 0) {
            return octal(block, at, length);
        }
        long value = block[at] & 0x7f;
        for (int i = at + 1; i < at + length; i++) {
            if (value >>> 55 != 0) {
                return -1;
            }
            value = value << 8 | (block[i] & 0xff);
        }
        return value;
    }

    /// Negative when it is not a number.
    private static long octal(byte[] block, int at, int length) {
        String digits = new String(block, at, length, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (!digits.matches("[0-7]{1,12}")) {
            return -1;
        }
        return Long.parseLong(digits, 8);
    }

    private String text(int at, int length) {
        byte[] field = Arrays.copyOfRange(block, at, at + length);
        int end = 0;
        while (end < length && field[end] != 0) {
            end++;
        }
        return new String(field, 0, end, StandardCharsets.UTF_8);
    }
}
