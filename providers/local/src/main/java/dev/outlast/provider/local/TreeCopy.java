package dev.outlast.provider.local;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Copies trees of files, never following a link.
final class TreeCopy {
    private TreeCopy() {}

    /// Copies a file or a tree with its permissions, times and links. Directories that are there are filled.
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(target(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        target(file),
                        LinkOption.NOFOLLOW_LINKS,
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                // Only now: a directory without the write bit could not have been filled.
                Files.setPosixFilePermissions(target(directory), writable(Files.getPosixFilePermissions(directory)));
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path source) {
                return to.resolve(from.relativize(source).toString());
            }
        });
    }

    /// The copy is the job's own: its owner may write there, whatever the original says.
    private static Set<PosixFilePermission> writable(Set<PosixFilePermission> permissions) {
        var writable = EnumSet.copyOf(permissions);
        writable.add(PosixFilePermission.OWNER_WRITE);
        writable.add(PosixFilePermission.OWNER_EXECUTE);
        writable.add(PosixFilePermission.OWNER_READ);
        return writable;
    }
}
