package dev.outlast.checkpointing.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// Reads from a zip's central directory the one thing that `java.util.zip` does not tell: the Unix mode of each
/// entry,
/// which says what is a symbolic link and what is executable.
final class ZipModes {
    private static final int END = 0x06054b50;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int ENTRY = 0x02014b50;
    private static final int END_SIZE = 22;
    private static final int MAX_DIRECTORY = 64 << 20;

    private ZipModes() {}

    /// Mode by entry name; 0 where the archive's maker gave none.
    static Map<String, Integer> read(FileChannel zip) throws IOException {
        ByteBuffer directory = directory(zip);
        Map<String, Integer> modes = new HashMap<>();
        while (directory.remaining() >= 46 && directory.getInt(directory.position()) == ENTRY) {
            int at = directory.position();
            int nameLength = directory.getShort(at + 28) & 0xffff;
            int extraLength = directory.getShort(at + 30) & 0xffff;
            int commentLength = directory.getShort(at + 32) & 0xffff;
            int mode = directory.getInt(at + 38) >>> 16;
            int length = 46 + nameLength + extraLength + commentLength;
            if (directory.remaining() < length) {
                throw new ArchiveRefused("the zip's directory is damaged");
            }
            byte[] name = new byte[nameLength];
            directory.get(at + 46, name);
            if (modes.put(new String(name, StandardCharsets.UTF_8), mode) != null) {
                throw new ArchiveRefused("the zip names an entry twice");
            }
            directory.position(at + length);
        }
        return modes;
    }

    private static ByteBuffer directory(FileChannel zip) throws IOException {
        long size = zip.size();
        ByteBuffer tail = slice(zip, Math.max(0, size - END_SIZE - 0xffff), Math.min(size, END_SIZE + 0xffff));
        int end = tail.limit() - END_SIZE;
        while (end >= 0 && !isEnd(tail, end)) {
            end--;
        }
        if (end < 0) {
            throw new ArchiveRefused("not a zip file, or one that is cut short");
        }
        long length = tail.getInt(end + 12) & 0xffffffffL;
        long offset = tail.getInt(end + 16) & 0xffffffffL;
        if (length == 0xffffffffL || offset == 0xffffffffL || tail.getShort(end + 10) == -1) {
            long locator = size - tail.limit() + end - 20;
            ByteBuffer pointer = slice(zip, locator, 20);
            ByteBuffer end64 = pointer.getInt(0) == LOCATOR_64 ? slice(zip, pointer.getLong(8), 56) : tail;
            if (end64.getInt(0) == END_64) {
                length = end64.getLong(40);
                offset = end64.getLong(48);
            }
        }
        if (length > MAX_DIRECTORY) {
            throw new ArchiveRefused("the zip's directory is larger than " + MAX_DIRECTORY + " bytes");
        }
        return slice(zip, offset, length);
    }

    /// An end record whose comment reaches exactly to the end of the file.
    private static boolean isEnd(ByteBuffer tail, int at) {
        return tail.getInt(at) == END && (tail.getShort(at + 20) & 0xffff) == tail.limit() - at - END_SIZE;
    }

    private static ByteBuffer slice(FileChannel zip, long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || offset > zip.size() - length) {
            throw new ArchiveRefused("not a zip file, or one that is cut short");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (zip.read(bytes, offset + bytes.position()) < 0) {
                throw new ArchiveRefused("not a zip file, or one that is cut short");
            }
        }
        return bytes.flip();
    }
}
