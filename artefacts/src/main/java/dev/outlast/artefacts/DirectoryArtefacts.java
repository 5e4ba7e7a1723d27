package dev.outlast.artefacts;

import dev.outlast.core.spi.ArtefactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A directory that all controllers see, such as a mounted one. It must be there: a mount that is missing is an outage,
/// not an empty store. Files are written beside, synced, and then linked to their name, which fails when there is one.
final class DirectoryArtefacts implements ArtefactStore {
    /// No name of an artefact begins with a dot and ends so: `checkName` would take it, nobody here gives it.
    private static final String UNFINISHED = ".unfinished";

    private final Path root;

    DirectoryArtefacts(Path root) {
        this.root = root;
    }

    @Override
    public String description() {
        return root.toUri().toString();
    }

    @Override
    public boolean put(String name, Path content) throws IOException {
        var target = path(name);
        if (Files.exists(target)) {
            return false;
        }
        var temporary = Files.createTempFile(directories(root.resolve(UNFINISHED)), "put-", ".part");
        try {
            Files.copy(content, temporary, StandardCopyOption.REPLACE_EXISTING);
            try (var channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            var folder = directories(target.resolveSibling(""));
            Files.createLink(target, temporary);
            sync(folder);
            return true;
        } catch (FileAlreadyExistsException another) {
            return false;
        } catch (FileSystemException failed) {
            throw typed(failed);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        var file = path(name);
        try {
            return Files.isRegularFile(file) ? Optional.of(Files.newInputStream(file)) : Optional.empty();
        } catch (NoSuchFileException deleted) {
            return Optional.empty();
        }
    }

    @Override
    public OptionalLong size(String name) throws IOException {
        var file = path(name);
        try {
            return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
        } catch (NoSuchFileException deleted) {
            return OptionalLong.empty();
        }
    }

    @Override
    public List<Item> list(String prefix) throws IOException {
        present();
        var items = new ArrayList<Item>();
        var slash = prefix.lastIndexOf('/');
        var from = slash < 0 ? root : root.resolve(prefix.substring(0, slash)).normalize();
        if (!from.startsWith(root) || !Files.isDirectory(from)) {
            return items;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                var isOurs = !directory.equals(root.resolve(UNFINISHED));
                return isOurs ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                var name = root.relativize(file).toString();
                if (name.startsWith(prefix)) {
                    items.add(new Item(name, attributes.size(), seconds(attributes)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                if (failed instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failed;
            }
        });
        items.sort(Comparator.comparing(Item::name));
        return items;
    }

    private static Instant seconds(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.SECONDS);
    }

    @Override
    public void delete(String name) throws IOException {
        var file = path(name);
        if (Files.isDirectory(file)) {
            return;
        }
        try {
            if (Files.deleteIfExists(file)) {
                sync(file.resolveSibling(""));
            }
        } catch (FileSystemException failed) {
            throw typed(failed);
        }
    }

    private Path path(String name) throws IOException {
        var file = root.resolve(ArtefactStore.checkName(name));
        present();
        return file;
    }

    private void present() throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root + " is not there");
        }
    }

    private Path directories(Path folder) throws IOException {
        try {
            return Files.createDirectories(folder);
        } catch (FileSystemException failed) {
            throw typed(failed);
        }
    }

    private IOException typed(FileSystemException failed) {
        var reason = failed.getReason();
        return failed instanceof AccessDeniedException || (reason != null && reason.contains("Read-only"))
                ? new Refused(root + " cannot be written: " + (reason == null ? "no rights" : reason), failed)
                : failed;
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() {}
}
