package dev.outlast.checkpointing.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Lays the members of one archive into a fresh directory and nowhere else.
///
/// Symbolic links are made after everything else, so that nothing is ever written through one. A link's target is
/// relative, climbs (`..`) only at its start, and not above the directory: then no chain of links leads out either.
final class Extraction {
    private static final int MAX_DEPTH = 100;
    private static final long RATIO_COUNTS_FROM = 1 << 20;

    private final Path fresh;
    private final ExtractLimits limits;
    private final long archiveBytes;
    private final Map<Path, String> links = new LinkedHashMap<>();
    private final byte[] buffer = new byte[64 << 10];
    private long written;
    private int entries;

    Extraction(Path fresh, ExtractLimits limits, long archiveBytes) {
        this.fresh = fresh;
        this.limits = limits;
        this.archiveBytes = archiveBytes;
    }

    void lay(ArchiveMember member) throws IOException {
        List<String> parts = parts(member.name());
        try {
            switch (member) {
                case ArchiveMember.Folder _ -> folder(parts);
                case ArchiveMember.RegularFile file -> file(parts, file);
                case ArchiveMember.SymbolicLink link -> link(parts, link);
            }
        } catch (InvalidPathException unspeakable) {
            throw new ArchiveRefused(member.name() + ": no file can have this name here", unspeakable);
        } catch (FileAlreadyExistsException twice) {
            throw new ArchiveRefused(member.name() + ": named twice, or both a file and a folder", twice);
        }
    }

    void finish() throws IOException {
        for (Map.Entry<Path, String> link : links.entrySet()) {
            try {
                Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
            } catch (FileAlreadyExistsException | InvalidPathException clash) {
                throw new ArchiveRefused(fresh.relativize(link.getKey()) + ": this link cannot be made", clash);
            }
        }
    }

    private Path folder(List<String> parts) throws IOException {
        Path folder = fresh;
        for (String part : parts) {
            folder = folder.resolve(part);
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                count();
                Files.createDirectory(folder);
            }
        }
        return folder;
    }

    private Path place(List<String> parts) throws IOException {
        if (parts.isEmpty()) {
            throw new ArchiveRefused("a member has no name");
        }
        count();
        return folder(parts.subList(0, parts.size() - 1)).resolve(parts.getLast());
    }

    private void file(List<String> parts, ArchiveMember.RegularFile file) throws IOException {
        Path place = place(parts);
        try (OutputStream out = Files.newOutputStream(place, StandardOpenOption.CREATE_NEW)) {
            copy(file, out);
        }
        if (file.executable() && !place.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make it executable: " + place);
        }
    }

    private void copy(ArchiveMember.RegularFile file, OutputStream out) throws IOException {
        InputStream in = file.content();
        long ofThis = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            ofThis += n;
            written += n;
            if (ofThis > limits.fileBytes()) {
                throw new ArchiveRefused(file.name() + ": larger than " + limits.fileBytes() + " bytes");
            }
            if (written > limits.totalBytes()) {
                throw new ArchiveRefused("the archive holds more than " + limits.totalBytes() + " bytes");
            }
            if (written > RATIO_COUNTS_FROM && written / limits.ratio() > archiveBytes) {
                throw new ArchiveRefused("the archive grows more than " + limits.ratio() + " times");
            }
            out.write(buffer, 0, n);
        }
    }

    private void link(List<String> parts, ArchiveMember.SymbolicLink link) throws IOException {
        Path place = place(parts);
        if (!staysInside(parts.size() - 1, link.target())) {
            throw new ArchiveRefused(link.name() + ": a symbolic link that may lead out of the directory");
        }
        if (links.put(place, link.target()) != null) {
            throw new FileAlreadyExistsException(place.toString());
        }
    }

    /// @param depth how many folders deep the link itself lies
    static boolean staysInside(int depth, String target) {
        if (target.isEmpty() || target.startsWith("/") || target.length() > 4096 || !isPrintable(target)) {
            return false;
        }
        int climbs = 0;
        boolean descended = false;
        for (String part : target.split("/", -1)) {
            if (part.equals("..")) {
                climbs++;
                if (descended || climbs > depth) {
                    return false;
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                descended = true;
            }
        }
        return true;
    }

    private void count() throws ArchiveRefused {
        entries++;
        if (entries > limits.entries()) {
            throw new ArchiveRefused("the archive holds more than " + limits.entries() + " files and folders");
        }
    }

    /// The parts of a member's name, without the `.` parts that tar likes to write.
    private static List<String> parts(String name) throws ArchiveRefused {
        if (name.startsWith("/") || name.indexOf('\\') >= 0 || !isPrintable(name)) {
            throw new ArchiveRefused(name + ": not a plain relative path");
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw new ArchiveRefused(name + ": leads out of the directory");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > 255) {
                throw new ArchiveRefused(name.substring(0, 60) + "…: too long a name");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        if (parts.size() > MAX_DEPTH) {
            throw new ArchiveRefused(name.substring(0, 60) + "…: more than " + MAX_DEPTH + " folders deep");
        }
        return parts;
    }

    private static boolean isPrintable(String name) {
        return name.chars().noneMatch(Character::isISOControl);
    }
}
