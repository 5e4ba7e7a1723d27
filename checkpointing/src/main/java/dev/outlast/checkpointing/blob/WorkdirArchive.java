package dev.outlast.checkpointing.blob;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// Packs a working directory for upload, so that the same content always gives the same bytes and thus the same
/// sha256: names sorted, no times, no owners, of the modes only the executable bit.
///
/// Left out are `.git` and what `.skyignore` names or, where there is none, the top `.gitignore` ([IgnoreRules]).
public final class WorkdirArchive {
    private static final int MAX_DEPTH = 100;

    private final Path dir;
    private final long maxBytes;
    private final IgnoreRules ignored;
    private final List<Member> members = new ArrayList<>();
    private long bytes;

    private record Member(String name, Path path, BasicFileAttributes attributes) {}

    private WorkdirArchive(Path dir, long maxBytes) throws IOException {
        this.dir = dir;
        this.maxBytes = maxBytes;
        this.ignored = new IgnoreRules(patterns(dir));
    }

    /// Writes the directory as one tar file.
    ///
    /// @param maxBytes how much its files may hold together; nothing is written when it is more
    /// @throws ArchiveRefused when there is no such directory, it holds too much, or something that cannot be sent
    public static void create(Path dir, OutputStream out, long maxBytes) throws IOException {
        if (!Files.exists(dir)) {
            throw new ArchiveRefused("workdir " + dir + " does not exist");
        }
        if (!Files.isDirectory(dir)) {
            throw new ArchiveRefused("workdir " + dir + " is a file; it must be a directory");
        }
        WorkdirArchive archive = new WorkdirArchive(dir, maxBytes);
        archive.collect(dir, "", 0);
        archive.write(out);
    }

    private static List<String> patterns(Path dir) throws IOException {
        for (String name : List.of(".skyignore", ".gitignore")) {
            Path file = dir.resolve(name);
            if (Files.isRegularFile(file)) {
                return Files.readAllLines(file);
            }
        }
        return List.of();
    }

    private void collect(Path folder, String prefix, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new ArchiveRefused("workdir " + dir + " is more than " + MAX_DEPTH + " folders deep");
        }
        for (String name : sortedNames(folder)) {
            Path path = folder.resolve(name);
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            String relative = prefix + name;
            if (ignored.ignores(relative, attributes.isDirectory())) {
                continue;
            }
            refuseUnsendable(relative, path, attributes, depth);
            members.add(new Member(relative, path, attributes));
            if (attributes.isDirectory()) {
                collect(path, relative + "/", depth + 1);
            }
            bytes += attributes.isRegularFile() ? attributes.size() : 0;
            if (bytes > maxBytes) {
                throw new ArchiveRefused("workdir " + dir + " holds more than " + maxBytes
                        + " bytes; name what is not needed in .skyignore, or mount large data from a bucket");
            }
        }
    }

    private static List<String> sortedNames(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        }
        names.sort(null);
        return names;
    }

    private static void refuseUnsendable(String name, Path path, BasicFileAttributes attributes, int depth)
            throws IOException {
        if (name.chars().anyMatch(c -> Character.isISOControl(c) || c == '\\')) {
            throw new ArchiveRefused(name + " has a control character or a backslash in its name; rename it");
        }
        if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(path).toString();
            if (!Extraction.staysInside(depth, target)) {
                throw new ArchiveRefused(name + " is a symbolic link to " + target
                        + ", which leads out of the workdir; name it in .skyignore or copy the file");
            }
        } else if (attributes.isOther()) {
            throw new ArchiveRefused(name + " is neither a file nor a folder; name it in .skyignore");
        }
    }

    private void write(OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(out);
        for (Member member : members) {
            if (member.attributes().isDirectory()) {
                tar.folder(member.name());
            } else if (member.attributes().isSymbolicLink()) {
                tar.link(member.name(), Files.readSymbolicLink(member.path()).toString());
            } else {
                writeFile(tar, member, out);
            }
        }
        tar.end();
    }

    private static void writeFile(TarWriter tar, Member member, OutputStream out) throws IOException {
        long size = member.attributes().size();
        tar.file(member.name(), Files.isExecutable(member.path()), size);
        byte[] buffer = new byte[64 << 10];
        long left = size;
        try (InputStream in = Files.newInputStream(member.path(), LinkOption.NOFOLLOW_LINKS)) {
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (n < 0) {
                    break;
                }
                out.write(buffer, 0, n);
                left -= n;
            }
            if (left > 0 || in.read() >= 0) {
                throw new ArchiveRefused(member.name() + " changed while it was read");
            }
        }
        tar.pad(size);
    }
}
