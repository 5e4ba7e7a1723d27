package dev.outlast.checkpointing.blob;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Archives to test with, hostile ones too: the builders write whatever name, type and mode they are told.
final class Archives {
    private Archives() {}

    static TarBuilder tar() {
        return new TarBuilder();
    }

    static ZipBuilder zip() {
        return new ZipBuilder();
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    static final class TarBuilder {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        TarBuilder file(String name, String content) {
            return member('0', name, "", content.getBytes(UTF_8));
        }

        TarBuilder folder(String name) {
            return member('5', name, "", new byte[0]);
        }

        TarBuilder link(String name, String target) {
            return member('2', name, target, new byte[0]);
        }

        TarBuilder pax(String record) {
            int length = record.getBytes(UTF_8).length + 2;
            length += Integer.toString(length + 1).length();
            return member('x', "pax", "", (length + " " + record + "\n").getBytes(UTF_8));
        }

        TarBuilder member(char type, String name, String target, byte[] content) {
            return sized(type, name, target, content.length, content);
        }

        TarBuilder sized(char type, String name, String target, long size, byte[] content) {
            byte[] block = new byte[512];
            put(block, 0, name);
            put(block, 100, "0000755\0");
            put(block, 124, String.format("%011o\0", size));
            block[156] = (byte) type;
            put(block, 157, target);
            put(block, 257, "ustar\00000");
            put(block, 148, "        ");
            int sum = 0;
            for (byte b : block) {
                sum += b & 0xff;
            }
            put(block, 148, String.format("%06o\0 ", sum));
            out.writeBytes(block);
            out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
            return this;
        }

        byte[] build() {
            out.writeBytes(new byte[1024]);
            return out.toByteArray();
        }

        byte[] withoutEnd() {
            return out.toByteArray();
        }

        private static void put(byte[] block, int at, String text) {
            byte[] bytes = text.getBytes(UTF_8);
            System.arraycopy(bytes, 0, block, at, bytes.length);
        }
    }

    /// The JDK writes no modes, so they are set in the finished central directory.
    static final class ZipBuilder {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ZipOutputStream out = new ZipOutputStream(bytes, UTF_8);
        private final java.util.List<Integer> modes = new java.util.ArrayList<>();

        ZipBuilder file(String name, String content) {
            return entry(name, 0100644, content.getBytes(UTF_8));
        }

        ZipBuilder entry(String name, int mode, byte[] content) {
            try {
                out.putNextEntry(new ZipEntry(name));
                out.write(content);
                out.closeEntry();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            modes.add(mode);
            return this;
        }

        byte[] build() {
            try {
                out.close();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            byte[] zip = bytes.toByteArray();
            int next = 0;
            for (int i = 0; i + 46 <= zip.length; i++) {
                if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
                    int mode = modes.get(next++);
                    zip[i + 5] = 3;
                    zip[i + 40] = (byte) mode;
                    zip[i + 41] = (byte) (mode >> 8);
                }
            }
            return zip;
        }
    }
}
