package dev.outlast.checkpointing.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Reads the members of a tar stream: ustar, GNU long names, and the path, linkpath and size of pax. Hard links,
/// devices, pipes and sparse files are refused. It only reads; what a name may do is decided by [Extraction].
final class TarReader {
    private static final int MAX_EXTENDED = 1 << 20;

    private final InputStream in;
    private Bounded current = new Bounded(InputStream.nullInputStream(), 0);

    TarReader(InputStream in) {
        this.in = in;
    }

    /// The next member, or nothing at the end-of-archive mark. What is left unread of the one before is skipped.
    Optional<ArchiveMember> next() throws IOException {
        Map<String, String> extended = new HashMap<>();
        while (true) {
            finishCurrent();
            byte[] block = in.readNBytes(TarHeader.SIZE);
            if (block.length < TarHeader.SIZE) {
                throw new ArchiveRefused("the tar file is cut short");
            }
            if (TarHeader.isEnd(block)) {
                return Optional.empty();
            }
            TarHeader header = new TarHeader(block);
            switch (header.type()) {
                case 'L' -> extended.put("path", longName(header));
                case 'K' -> extended.put("linkpath", longName(header));
                case 'x' -> extended.putAll(pax(header));
                case 'g' -> refuseMeaningful(pax(header));
                default -> {
                    return Optional.of(member(header, extended));
                }
            }
        }
    }

    private ArchiveMember member(TarHeader header, Map<String, String> extended) throws IOException {
        String name = extended.getOrDefault("path", header.name());
        return switch (header.type()) {
            case '0', '\0', '7' -> {
                boolean folder = name.endsWith("/"); // how tar before POSIX said it
                open(folder ? 0 : size(header, extended));
                yield folder
                        ? new ArchiveMember.Folder(name)
                        : new ArchiveMember.RegularFile(name, header.executable(), current);
            }
            case '5' -> new ArchiveMember.Folder(name);
            case '2' -> new ArchiveMember.SymbolicLink(name, extended.getOrDefault("linkpath", header.linkName()));
            case '1' -> throw new ArchiveRefused(name + ": hard links are not taken");
            default -> throw new ArchiveRefused(name + ": only files, folders and symbolic links are taken");
        };
    }

    private static long size(TarHeader header, Map<String, String> extended) throws ArchiveRefused {
        String size = extended.get("size");
        if (size == null) {
            return header.size();
        }
        if (!size.matches("[0-9]{1,18}")) {
            throw new ArchiveRefused("a pax record gives no size");
        }
        return Long.parseLong(size);
    }

    private String longName(TarHeader header) throws IOException {
        byte[] name = extendedData(header);
        int end = name.length;
        while (end > 0 && name[end - 1] == 0) {
            end--;
        }
        return new String(name, 0, end, StandardCharsets.UTF_8);
    }

    private Map<String, String> pax(TarHeader header) throws IOException {
        byte[] data = extendedData(header);
        Map<String, String> records = new HashMap<>();
        int at = 0;
        while (at < data.length) {
            int space = at;
            while (space < data.length && data[space] >= '0' && data[space] <= '9' && space - at < 8) {
                space++;
            }
            int length = space == at ? 0 : Integer.parseInt(text(data, at, space));
            if (space >= data.length || data[space] != ' ' || length <= space - at || length > data.length - at) {
                throw new ArchiveRefused("a pax record is damaged");
            }
            String record = text(data, space + 1, at + length - 1);
            int equals = record.indexOf('=');
            if (equals < 1) {
                throw new ArchiveRefused("a pax record is damaged");
            }
            records.put(record.substring(0, equals), record.substring(equals + 1));
            at += length;
        }
        if (records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse"))) {
            throw new ArchiveRefused("sparse files are not taken");
        }
        return records;
    }

    /// A global record that renames every member has no honest use; comments (git writes one) are skipped.
    private static void refuseMeaningful(Map<String, String> global) throws ArchiveRefused {
        if (global.containsKey("path") || global.containsKey("linkpath") || global.containsKey("size")) {
            throw new ArchiveRefused("a global pax record names or sizes the members");
        }
    }

    private byte[] extendedData(TarHeader header) throws IOException {
        long size = header.size();
        if (size > MAX_EXTENDED) {
            throw new ArchiveRefused("a tar header is larger than " + MAX_EXTENDED + " bytes");
        }
        open(size);
        return current.readNBytes((int) size);
    }

    private static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    private void open(long size) {
        current = new Bounded(in, size);
    }

    private void finishCurrent() throws IOException {
        current.skipRest();
        current = new Bounded(InputStream.nullInputStream(), 0);
    }

    /// The bytes of one member; it fails where the archive ends before the member does.
    private static final class Bounded extends FilterInputStream {
        private long left;
        private long padding;

        Bounded(InputStream in, long size) {
            super(in);
            this.left = size;
            this.padding = Math.floorMod(-size, (long) TarHeader.SIZE);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0) {
                return -1;
            }
            int n = in.read(buffer, offset, (int) Math.min(length, left));
            if (n < 0) {
                throw new ArchiveRefused("the tar file is cut short");
            }
            left -= n;
            return n;
        }

        @Override
        public void close() {
            // The archive goes on after this member.
        }

        void skipRest() throws IOException {
            byte[] buffer = new byte[8192];
            while (read(buffer, 0, buffer.length) >= 0) {}
            if (in.readNBytes((int) padding).length < padding) {
                throw new ArchiveRefused("the tar file is cut short");
            }
            padding = 0;
        }
    }
}
