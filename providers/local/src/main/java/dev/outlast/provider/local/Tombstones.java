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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Tokens that were released, one name of an empty file each, in a directory per day: kept for 24 to 48 hours, found by
/// three looks, and forgotten a day at a time.
final class Tombstones {
    /// No token is written so.
    private static final String EMPTY = ".empty";

    private final Path directory;
    private final InstantSource clock;
    /// Those of which there is a directory.
    private final Set<String> days = ConcurrentHashMap.newKeySet();

    Tombstones(Path directory, InstantSource clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        renew();
    }

    /// Reads anew what another launcher over this home may have written.
    void renew() throws IOException {
        days.clear();
        for (var day : HomeLayout.children(directory)) {
            days.add(day.getFileName().toString());
        }
    }

    void add(Token token) throws IOException {
        var today = today().toString();
        var day = directory.resolve(today);
        days.add(today);
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
        var today = today();
        return isIn(today, token) || isIn(today.minusDays(1), token) || isIn(today.plusDays(1), token);
    }

    private boolean isIn(LocalDate day, Token token) {
        return days.contains(day.toString())
                && Files.exists(directory.resolve(day.toString()).resolve(token.fileName()));
    }

    private void forgetOld() throws IOException {
        var oldest = today().minusDays(1).toString();
        for (var day : HomeLayout.children(directory)) {
            if (day.getFileName().toString().compareTo(oldest) < 0) {
                TreeDelete.delete(day);
                days.remove(day.getFileName().toString());
            }
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
