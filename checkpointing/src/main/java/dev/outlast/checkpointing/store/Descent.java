package dev.outlast.checkpointing.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/// Goes down from a directory part by part and never through a symbolic link: what a job laid into its bucket
/// cannot
/// make the controller read elsewhere.
final class Descent {
    private Descent() {}

    /// What the parts lead to, or nothing when a part is missing or lies under something that is no directory.
    ///
    /// @throws LinkInTheWay when a part is a symbolic link
    /// @throws IOException when it cannot be looked at now
    static Optional<Place> go(Path from, List<String> parts) throws IOException {
        Place at = new Place(from, Files.readAttributes(from, BasicFileAttributes.class));
        for (String part : parts) {
            if (!at.attributes().isDirectory()) {
                return Optional.empty();
            }
            try {
                Path next = at.path().resolve(part);
                at = new Place(next, look(next));
            } catch (NoSuchFileException | InvalidPathException missing) {
                return Optional.empty(); // a name this machine's locale cannot spell names no file here
            }
            if (at.attributes().isSymbolicLink()) {
                throw new LinkInTheWay(at.path());
            }
        }
        return Optional.of(at);
    }

    private static BasicFileAttributes look(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    record Place(Path path, BasicFileAttributes attributes) {}

    static final class LinkInTheWay extends FileSystemException {
        LinkInTheWay(Path link) {
            super(link.toString(), null, "is a symbolic link, which buckets may not hold");
        }
    }
}
