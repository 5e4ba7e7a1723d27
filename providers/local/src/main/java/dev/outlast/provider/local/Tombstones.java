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

/// Tokens that were released, one empty file each, in a directory per day: kept for 24 to 48 hours, found by two
/// looks, and forgotten a day at a time.
final class Tombstones {
    private final Path directory;
    private final InstantSource clock;

    Tombstones(Path directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    void add(Token token) throws IOException {
        var file = directory.resolve(today().toString()).resolve(token.fileName());
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException already) {
            return;
        } catch (NoSuchFileException newDay) {
            forgetOld();
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
    }

    boolean has(Token token) {
        return isIn(today(), token) || isIn(today().minusDays(1), token);
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
