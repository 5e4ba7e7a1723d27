package dev.outlast.checkpointing.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Files and directories as a whole. No link is followed.
final class Trees {
    private static final LinkOption AS_IT_IS = LinkOption.NOFOLLOW_LINKS;

    private Trees() {}

    /// Copies a file or tree into what may be there already. Each file is whole or not there; one that was copied
    /// before is not copied again.
    ///
    /// @throws Descent.LinkInTheWay when a directory would be filled through a link
    static void fill(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path target = target(directory);
                if (Files.isSymbolicLink(target)) {
                    throw new Descent.LinkInTheWay(target);
                }
                Files.createDirectories(target);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = target(file);
                if (!isCopied(attributes, target)) {
                    copy(file, target);
                }
                return FileVisitResult.CONTINUE;
            }

            private Path target(Path source) {
                return source.equals(from)
                        ? to
                        : to.resolve(from.relativize(source).toString());
            }
        });
    }

    private static boolean isCopied(BasicFileAttributes source, Path target) throws IOException {
        try {
            var there = Files.readAttributes(target, BasicFileAttributes.class, AS_IT_IS);
            return there.isRegularFile()
                    && source.isRegularFile()
                    && there.size() == source.size()
                    && there.lastModifiedTime().equals(source.lastModifiedTime());
        } catch (NoSuchFileException absent) {
            return false;
        }
    }

    private static void copy(Path file, Path target) throws IOException {
        Path whole = target.resolveSibling(".outlast-" + target.getFileName());
        Files.copy(file, whole, AS_IT_IS, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /// What is not there any more is deleted.
    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree, AS_IT_IS)) {
            return;
        }
        Files.walkFileTree(tree, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
