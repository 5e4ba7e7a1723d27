package dev.outlast.provider.local;

import dev.outlast.core.job.Token;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// Tokens that were released, one name of an empty file each, in a directory per day: kept for 24 to 48 hours, found by
/// three looks, and forgotten a day at a time.
final class Tombstones {
    /// No token is written so.
    private static final String EMPTY = ".empty";

    private final Path directory;
    private final InstantSource clock;

    Tombstones(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    void add(Token token) throws IOException {
        var day = directory.resolve(today().toString());
        try {
            try {
                mark(day.resolve(token.fileName()), day.resolve(EMPTY));
            } catch (NoSuchFileException newDay) {
                forgetOld();
                Files.createDirectories(day);
                Files.createFile(day.resolve(EMPTY));
                mark(day.resolve(token.fileName()), day.resolve(EMPTY));
            }
        } catch (FileAlreadyExistsException already) {
            return;
        }
    }

    /// One more name for a file without content: on some file systems a new file costs twenty times as much when many
    /// were removed shortly before.
    ///
    /// @param empty the file
    /// @throws FileAlreadyExistsException the name is there
    /// @throws NoSuchFileException the file is not there, or the directory
    static void mark(Path name, Path empty) throws IOException {
        try {
            Files.createLink(name, empty);
        } catch (FileAlreadyExistsException | NoSuchFileException known) {
            throw known;
        } catch (IOException | UnsupportedOperationException fullOrUnable) {
            // A file has at most some ten thousand names, and on some file systems one only.
            Files.deleteIfExists(empty);
            Files.createFile(name);
        }
    }

    boolean has(Token token) {
        // A launcher whose clock goes before ours may have begun the next day.
        return isIn(today(), token) || isIn(today().minusDays(1), token) || isIn(today().plusDays(1), token);
    }

    private boolean isIn(LocalDate day, Token token) {
        return Files.exists(directory.resolve(day.toString()).resolve(token.fileName()));
    }

    private void forgetOld() throws IOException {
        var oldest = today().minusDays(1).toString();
        for (var day : HomeLayout.children(directory)) {
            if (day.getFileName().toString().compareTo(oldest) < 0) {
                TreeDelete.delete(day);
            }
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
