package dev.outlast.checkpointing.blob;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/// Unpacks an uploaded archive (tar, compressed tar or zip) that nobody vouches for.
///
/// Taken are regular files (their executable bit is kept, no other), folders, and symbolic links that stay inside.
/// Anything else – hard links, devices, absolute names, `..` – refuses the whole archive.
public final class SafeExtract {
    private static final int FILE_TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int FOLDER = 0040000;
    private static final int REGULAR = 0100000;
    private static final int MAX_TARGET = 4096;

    private SafeExtract() {}

    /// All or nothing: the directory appears complete under its name, or not at all. After a crash a `.partial-…`
    /// directory may stay beside it.
    ///
    /// @param destDir must not exist yet; its parents are made
    /// @throws ArchiveRefused when the archive is damaged, hostile or over the limits
    /// @throws FileAlreadyExistsException when the directory exists
    public static void extract(Path archive, Path destDir, ExtractLimits limits) throws IOException {
        Path target = destDir.toAbsolutePath().normalize();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path beside = target.resolveSibling("");
        Files.createDirectories(beside);
        Path fresh = Files.createTempDirectory(beside, ".partial-");
        try {
            Extraction extraction = new Extraction(fresh, limits, Files.size(archive));
            read(archive, extraction);
            extraction.finish();
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (ZipException | EOFException damaged) {
            deleteTree(fresh);
            throw new ArchiveRefused("the archive is damaged: " + damaged.getMessage(), damaged);
        } catch (IOException | RuntimeException failed) {
            deleteTree(fresh);
            throw failed;
        }
    }

    private static void read(Path archive, Extraction extraction) throws IOException {
        switch (format(archive)) {
            case ZIP -> zip(archive, extraction);
            case TAR -> {
                try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
                    tar(in, extraction);
                }
            }
            case TAR_GZ -> {
                try (InputStream file = Files.newInputStream(archive);
                        InputStream in = new BufferedInputStream(new GZIPInputStream(file, 64 << 10))) {
                    tar(in, extraction);
                }
            }
        }
    }

    private static ArchiveFormat format(Path archive) throws IOException {
        try (InputStream in = Files.newInputStream(archive)) {
            byte[] head = in.readNBytes(ArchiveFormat.HEAD);
            return ArchiveFormat.sniff(head, head.length)
                    .orElseThrow(() -> new ArchiveRefused("neither a tar nor a zip file"));
        }
    }

    private static void tar(InputStream in, Extraction extraction) throws IOException {
        TarReader reader = new TarReader(in);
        for (Optional<ArchiveMember> member = reader.next(); member.isPresent(); member = reader.next()) {
            extraction.lay(member.get());
        }
    }

    /// Two readers look at the directory of a zip; an archive that they do not read alike is a trick, and refused.
    private static void zip(Path archive, Extraction extraction) throws IOException {
        Map<String, Integer> modes;
        try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.READ)) {
            modes = ZipModes.read(channel);
        }
        try (ZipFile zip = new ZipFile(archive.toFile(), StandardCharsets.UTF_8)) {
            if (zip.size() != modes.size()) {
                throw new ArchiveRefused("the zip's directory is damaged");
            }
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                Integer mode = modes.get(entry.getName());
                if (mode == null) {
                    throw new ArchiveRefused("the zip's directory is damaged");
                }
                CRC32 crc = new CRC32(); // ZipFile itself does not compare it
                try (InputStream content = new CheckedInputStream(zip.getInputStream(entry), crc)) {
                    extraction.lay(member(entry, mode, content));
                }
                if (crc.getValue() != entry.getCrc()) {
                    throw new ArchiveRefused(entry.getName() + ": damaged, its checksum is wrong");
                }
            }
        }
    }

    private static ArchiveMember member(ZipEntry entry, int mode, InputStream content) throws IOException {
        String name = entry.getName();
        int type = mode & FILE_TYPE;
        if (type == LINK) {
            byte[] target = content.readNBytes(MAX_TARGET + 1);
            // A client that zips by full paths takes the first slash off files and folders, but forgets it on links.
            var relative = name.startsWith("/") ? name.substring(1) : name;
            return new ArchiveMember.SymbolicLink(relative, new String(target, StandardCharsets.UTF_8));
        }
        if (entry.isDirectory() || type == FOLDER) {
            return new ArchiveMember.Folder(name);
        }
        if (type != REGULAR && type != 0) {
            throw new ArchiveRefused(name + ": only files, folders and symbolic links are taken");
        }
        return new ArchiveMember.RegularFile(name, (mode & 0111) != 0, content);
    }

    private static void deleteTree(Path tree) throws IOException {
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
                if (failed != null) {
                    throw failed;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
